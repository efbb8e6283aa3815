import type { JobReading } from "../job-reading";
import { isWaiting } from "./blocking-child";

/** A worker promotes a due job within moments; only after this long is it overdue for a connected one. */
const promotedWithinMs = 10_000;

/** For how long a delayed job is due, in ms; negative before its time. */
export function dueForMs(child: JobReading, nowMs: number): number {
  return child.delayUntilAtMs === null ? 0 : nowMs - child.delayUntilAtMs;
}

/** Waits for a worker: in a list of the queue, or delayed and long due, which a worker promotes with its next fetch. */
export function isInLine(child: JobReading, nowMs: number): boolean {
  return isWaiting(child) || (child.state === "delayed" && isLongDue(child, nowMs));
}

/** Due for longer than a worker that fetches would leave it. */
export function isLongDue(child: JobReading, nowMs: number): boolean {
  return dueForMs(child, nowMs) >= promotedWithinMs;
}
