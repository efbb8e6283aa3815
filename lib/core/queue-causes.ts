import type { CauseId } from "./cause";

/** Causes that are a queue's, not one job's. */
const queueCauses: ReadonlySet<string> = new Set<CauseId>([
  "queue-paused",
  "stranded-in-paused-list",
  "no-workers",
  "workers-on-other-prefix",
  "worker-not-fetching",
  "rate-limited",
  "priority-starved",
]);

export function isQueueCause(cause: string): boolean {
  return queueCauses.has(cause);
}
