import "server-only";

import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";

const entriesMax = 200_000;
const lastsMs = 60_000;

/**
 * Which jobs were seen to have no parent: thousands of failed or active jobs that belong to no flow
 * need not be read again at every look. Forgotten after a minute, because a removed id may be added again as a child.
 */
export class ParentMemory {
  readonly #orphansSeenAtMs = new Map<JobKey, number>();

  note(jobs: readonly JobReading[], nowMs: number): void {
    for (const job of jobs) {
      const key = jobKey(job.ref);
      this.#orphansSeenAtMs.delete(key);
      if (job.parent === null) this.#orphansSeenAtMs.set(key, nowMs);
    }
    for (const key of this.#orphansSeenAtMs.keys()) {
      if (this.#orphansSeenAtMs.size <= entriesMax) return;
      this.#orphansSeenAtMs.delete(key);
    }
  }

  hasNoParent(ref: JobRef, nowMs: number): boolean {
    const seenAtMs = this.#orphansSeenAtMs.get(jobKey(ref));
    return seenAtMs !== undefined && nowMs - seenAtMs < lastsMs;
  }
}
