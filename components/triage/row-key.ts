import type { Culprit } from "@/lib/core/diagnosis";

/** Names a row of triage, so that it stays the same row over time. */
export function rowKey({ cause, job }: Culprit): string {
  return `${cause} ${job.queue}:${job.id}`;
}
