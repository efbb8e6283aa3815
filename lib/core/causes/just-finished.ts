import { jobKey } from "../job-ref";
import type { BlockingChild } from "./blocking-child";

/** How far a finish may lie from our look at the parent, worker clocks included. */
const settledWithinMs = 10_000;

/**
 * The child finished between the look at its parent and the look at itself: BullMQ takes it out of `:dependencies` in
 * the same script (`moveToFinished`), so it is not waited for any more. A failure without a policy stays listed.
 */
export function justFinished({ child, parent, nowMs }: BlockingChild): boolean {
  if (child.finishedAtMs === null || Math.abs(nowMs - child.finishedAtMs) > settledWithinMs) return false;
  if (child.parentKey !== jobKey(parent.ref)) return false;
  if (child.state === "completed") return true;
  return child.state === "failed" && child.parent !== null && child.parent.policy !== "none";
}
