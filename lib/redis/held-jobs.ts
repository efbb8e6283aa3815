import { renewReading } from "@/lib/core/job-reading";
import type { JobReading, LockReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";

import { decodeJobHash, decodeProgress, jobHashFields } from "./job-hash";
import { toLockReading } from "./lock-digest";
import type { JobSample, SampleJobs } from "./sample-jobs";

/** A job under a held lock as it was read last, with what shows that this run of it still goes on. */
type Known = {
  readonly ref: JobRef;
  job: JobReading;
  readonly lock: LockReading;
  readonly token: string;
  readonly startedOn: string | null;
  progressText: string | null;
  sweep: number;
  readonly readWholeAt: number;
};

export type SweptJobs = {
  readonly held: readonly JobReading[];
  /** Listed as active, but without a lock when it was looked at. */
  readonly without: readonly JobReading[];
};

/** What changes under a lock, and what tells one run of a job from its next one, which may get the same token. */
const changingFields = ["processedOn", "progress"] as const;
const [startPlace, progressPlace] = [jobHashFields.indexOf("processedOn"), jobHashFields.indexOf("progress")];
/** Each job is read whole again after so many sweeps: its parent may have let it go, or be about to fail it. */
const wholeEvery = 12;

/**
 * Sweeps jobs at work. Of a job whose token and start are those of the sweep before only the lock, its remaining time
 * and the progress are read; token, start and time are of one instant. Remembers the jobs of the last sweep only.
 */
export class HeldJobs {
  readonly #sample: SampleJobs;
  /** By queue and id: to make keys of ten thousand refs takes longer than to look them up. */
  readonly #known = new Map<string, Map<string, Known>>();
  #sweep = 0;

  constructor(sample: SampleJobs) {
    this.#sample = sample;
  }

  async sweep(refs: readonly JobRef[]): Promise<SweptJobs> {
    this.#sweep += 1;
    const familiar = new Map<JobRef, Known>();
    const toRead = new Map<JobKey, JobRef>();
    for (const ref of refs) {
      const known = this.#known.get(ref.queue)?.get(ref.id);
      if (known !== undefined && known.readWholeAt > this.#sweep) familiar.set(known.ref, known);
      else toRead.set(jobKey(ref), ref);
    }
    await this.#sample([...familiar.keys()], changingFields, (samples) => {
      for (const sample of samples)
        if (!this.#renew(familiar.get(sample.ref), sample)) toRead.set(jobKey(sample.ref), sample.ref);
    });
    const without = new Map<JobKey, JobReading>();
    await this.#sample([...toRead.values()], jobHashFields, (samples) => {
      for (const sample of samples) this.#takeWhole(sample, without);
    });
    return { held: this.#keepSwept(), without: [...without.values()] };
  }

  #keepSwept(): readonly JobReading[] {
    const held: JobReading[] = [];
    for (const [queue, jobs] of this.#known) {
      for (const [id, { job, sweep }] of jobs) {
        if (sweep === this.#sweep) held.push(job);
        else jobs.delete(id);
      }
      if (jobs.size === 0) this.#known.delete(queue);
    }
    return held;
  }

  /** `false`: it is not the same run under the same lock any more. */
  #renew(known: Known | undefined, { atMs, token, ttlMs, fields }: JobSample): boolean {
    const [startedOn = null, progressText = null] = fields;
    if (known === undefined || token !== known.token || startedOn !== known.startedOn || ttlMs === -2) return false;
    const progress = progressText === known.progressText ? known.job.progress : decodeProgress(progressText);
    known.job = renewReading(known.job, { readAtMs: atMs, lock: lockAfter(known.lock, ttlMs), progress });
    known.progressText = progressText;
    known.sweep = this.#sweep;
    return true;
  }

  #takeWhole({ ref, atMs: readAtMs, token, ttlMs, fields }: JobSample, without: Map<JobKey, JobReading>): void {
    const key = jobKey(ref);
    const known = this.#known.get(ref.queue)?.get(ref.id);
    const isSame = token !== null && known?.token === token && ttlMs !== -2;
    const lock = isSame ? lockAfter(known.lock, ttlMs) : toLockReading(token, ttlMs);
    const job = decodeJobHash({ ref, fields, readAtMs, state: "active", lock });
    if (token === null || lock === null) {
      without.set(key, job);
      return;
    }
    without.delete(key);
    const ofQueue = this.#known.get(ref.queue) ?? new Map<string, Known>();
    this.#known.set(ref.queue, ofQueue);
    // Those that were first seen together are not all read whole again together.
    const wholeIn = ofQueue.has(ref.id) ? wholeEvery : 1 + (ofQueue.size % wholeEvery);
    ofQueue.set(ref.id, {
      ref,
      ...{ job, lock, token, startedOn: fields[startPlace] ?? null, progressText: fields[progressPlace] ?? null },
      sweep: this.#sweep,
      readWholeAt: this.#sweep + wholeIn,
    });
  }
}

/** The same lock, whose digests need not be made again. */
function lockAfter({ lockId, workerId }: LockReading, ttlMs: number): LockReading {
  return { lockId, workerId, ttlMs: Math.max(0, ttlMs) };
}
