import type { Culprit } from "@/lib/core/diagnosis";
import { isQueueCause } from "@/lib/core/queue-causes";

/** Names a row of triage, so that it stays the same row over time, whatever its cause or its queue's first job is then. */
export function rowKey({ cause, job }: Culprit): string {
  return isQueueCause(cause) ? `${cause} ${job.queue}` : `${job.queue}:${job.id}`;
}
