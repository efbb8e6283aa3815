import type { JobRef } from "@/lib/core/job-ref";
import { jobKey } from "@/lib/core/job-ref";

/** Parts of a queue's own keys (BullMQ `src/classes/queue-keys.ts`). */
export type QueuePart =
  | "wait"
  | "paused"
  | "active"
  | "prioritized"
  | "delayed"
  | "waiting-children"
  | "completed"
  | "failed"
  | "stalled-check"
  | "limiter"
  | "meta"
  | "events"
  | "id";

/** Parts of a job's keys: its lock, its log and what is known of its children. */
export type JobPart = "lock" | "logs" | "dependencies" | "processed" | "failed" | "unsuccessful";

export const jobParts = ["lock", "logs", "dependencies", "processed", "failed", "unsuccessful"] as const;

/** `<prefix>:<queue>:<part>`; `queue` is the qualified name, which is the queue's own key prefix. */
export function queueKey(queue: string, part: QueuePart): string {
  return `${queue}:${part}`;
}

export function jobHashKey(ref: JobRef): string {
  return jobKey(ref);
}

export function jobPartKey(ref: JobRef, part: JobPart): string {
  return `${jobKey(ref)}:${part}`;
}

/** BullMQ 4 keeps markers such as `0:0` and `0:<millis>` in its lists; they are no jobs (`src/commands/includes/addDelayMarkerIfNeeded.lua`). */
export function isMarker(id: string): boolean {
  return /^0:\d+$/.test(id);
}

const queueKeyNames: ReadonlySet<string> = new Set([
  ...["wait", "paused", "active", "prioritized", "delayed", "waiting-children", "completed", "failed"],
  ...["stalled", "stalled-check", "marker", "limiter", "events", "id", "pc", "repeat", "metrics"],
]);

/** A job of such an id stands where its queue keeps something else: BullMQ does not refuse the id. */
export function isQueueKeyName(id: string): boolean {
  return queueKeyNames.has(id);
}
