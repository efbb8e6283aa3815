import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";

import { decodeJobHash, jobHashFields } from "./job-hash";
import { jobHashKey, jobPartKey } from "./keys";
import { readInChunks } from "./read-in-chunks";
import { readJobs, toCounts } from "./read-jobs";
import type { RedisClock } from "./redis-clock";
import { WrongTypeReply } from "./redis-failures";
import type { WaitingLists } from "./waiting-lists";

const entriesMax = 20_000;
/** A completed child can be run again or removed: what is remembered of it is looked at again after this long. */
const maxAgeMs = 60_000;
const jobsPerMulti = 100;
const multisInFlight = 5;
const commandsPerJob = 5;

type Deps = { readonly clock: RedisClock; readonly lists: WaitingLists };

/**
 * Readings of children that their parent lists as processed, remembered for a minute: a flow of thousands is polled
 * every two seconds, and these don't change. A hash that is gone is normal (removeOnComplete): completed, name null.
 */
export class FinishedJobCache {
  readonly #deps: Deps;
  readonly #jobs = new Map<JobKey, { readonly job: JobReading; readonly sinceMs: number }>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async read(refs: readonly JobRef[]): Promise<readonly JobReading[]> {
    const remembered = new Map<JobKey, JobReading>();
    for (const ref of refs) {
      const known = this.recall(jobKey(ref));
      if (known !== null) remembered.set(jobKey(ref), known);
    }
    const fresh = await this.#readFresh(refs.filter((ref) => !remembered.has(jobKey(ref))));
    for (const job of fresh) this.remember(jobKey(job.ref), job);
    const read = new Map(fresh.map((job) => [jobKey(job.ref), job]));
    return refs.flatMap((ref) => read.get(jobKey(ref)) ?? remembered.get(jobKey(ref)) ?? []);
  }

  /** What was read of a completed job within the last minute. */
  recall(key: JobKey): JobReading | null {
    const known = this.#jobs.get(key);
    return known !== undefined && performance.now() - known.sinceMs <= maxAgeMs ? known.job : null;
  }

  /** Takes a fresh reading of a child that its parent lists as processed. */
  remember(key: JobKey, job: JobReading): void {
    if (job.state !== "completed") return;
    this.#jobs.delete(key);
    this.#jobs.set(key, { job, sinceMs: performance.now() });
    if (this.#jobs.size <= entriesMax) return;
    for (const oldest of this.#jobs.keys()) {
      this.#jobs.delete(oldest);
      return;
    }
  }

  async #readFresh(refs: readonly JobRef[]): Promise<readonly JobReading[]> {
    const jobs = await readInChunks(refs, { chunkSize: jobsPerMulti, chunksInFlight: multisInFlight }, (chunk) =>
      this.#readChunk(chunk),
    );
    // Run again since, or damaged: the parent's word for it is not enough.
    const isDone = (job: JobReading) =>
      job.finishedAtMs !== null || (job.createdAtMs === null && job.damaged.length === 0);
    const others = jobs.filter((job) => !isDone(job)).map((job) => job.ref);
    return [...jobs.filter(isDone), ...(await readJobs(this.#deps, others))];
  }

  async #readChunk(refs: readonly JobRef[]): Promise<readonly JobReading[]> {
    const { atMs, replies } = await this.#deps.clock.runAtOneInstant((multi) => {
      for (const ref of refs) {
        multi.hmget(jobHashKey(ref), ...jobHashFields);
        multi.hlen(jobPartKey(ref, "processed"));
        multi.scard(jobPartKey(ref, "dependencies"));
        multi.hlen(jobPartKey(ref, "failed"));
        multi.zcard(jobPartKey(ref, "unsuccessful"));
      }
    });
    return refs.map((ref, index) => {
      const [fields, ...counts] = replies.slice(index * commandsPerJob, (index + 1) * commandsPerJob);
      return decodeJobHash({
        ref,
        fields: Array.isArray(fields) ? fields : [],
        readAtMs: atMs,
        state: "completed",
        lock: null,
        children: toCounts(counts),
        damaged: fields instanceof WrongTypeReply ? ["wrong-type"] : [],
      });
    });
  }
}
