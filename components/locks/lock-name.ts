import type { JobRef } from "@/lib/core/job-ref";

/** Names a lock by its job: a job has one lock at a time, whoever holds it. */
export function lockName({ job }: { readonly job: JobRef }): string {
  return `${job.queue} ${job.id}`;
}
