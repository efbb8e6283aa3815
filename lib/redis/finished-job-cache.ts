import type { Redis } from "ioredis";

import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { decodeJobHash, jobHashFields } from "./job-hash";
import { jobHashKey, jobPartKey } from "./keys";
import { toCounts } from "./read-jobs";
import type { RedisClock } from "./redis-clock";
import { runPipeline } from "./run-pipeline";

const entriesMax = 20_000;
/** A completed child can be run again or removed: what is remembered of it is looked at again after this long. */
const maxAgeMs = 60_000;
const jobsPerMulti = 100;
const commandsPerJob = 5;

type Deps = { readonly redis: Redis; readonly clock: RedisClock };

/**
 * Readings of children that their parent lists as processed, remembered for a minute: a flow of thousands is polled
 * every two seconds, and these don't change. A hash that is gone is normal (removeOnComplete): completed, name null.
 */
export class FinishedJobCache {
  readonly #deps: Deps;
  readonly #jobs = new Map<string, JobReading>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async read(refs: readonly JobRef[]): Promise<readonly JobReading[]> {
    if (refs.length === 0) return [];
    const nowMs = await this.#deps.clock.readMs();
    const unknown = refs.filter((ref) => {
      const known = this.#jobs.get(jobKey(ref));
      return known === undefined || nowMs - known.readAtMs > maxAgeMs;
    });
    const read = new Map<string, JobReading>();
    for (let start = 0; start < unknown.length; start += jobsPerMulti) {
      for (const job of await this.#readChunk(unknown.slice(start, start + jobsPerMulti))) {
        read.set(jobKey(job.ref), job);
        this.#remember(job);
      }
    }
    return refs.flatMap((ref) => read.get(jobKey(ref)) ?? this.#jobs.get(jobKey(ref)) ?? []);
  }

  #remember(job: JobReading): void {
    const key = jobKey(job.ref);
    this.#jobs.delete(key);
    this.#jobs.set(key, job);
    if (this.#jobs.size <= entriesMax) return;
    for (const oldest of this.#jobs.keys()) {
      this.#jobs.delete(oldest);
      return;
    }
  }

  async #readChunk(refs: readonly JobRef[]): Promise<readonly JobReading[]> {
    const { redis, clock } = this.#deps;
    const multi = redis.multi();
    clock.stamp(multi);
    for (const ref of refs) {
      multi.hmget(jobHashKey(ref), ...jobHashFields);
      multi.hlen(jobPartKey(ref, "processed"));
      multi.scard(jobPartKey(ref, "dependencies"));
      multi.hlen(jobPartKey(ref, "failed"));
      multi.zcard(jobPartKey(ref, "unsuccessful"));
    }
    const { atMs, rest } = await clock.instantOf(await runPipeline(multi));
    return refs.map((ref, index) => {
      const [fields, ...counts] = rest.slice(index * commandsPerJob, (index + 1) * commandsPerJob);
      return decodeJobHash({
        ref,
        fields: Array.isArray(fields) ? fields : [],
        readAtMs: atMs,
        state: "completed",
        lock: null,
        children: toCounts(counts),
      });
    });
  }
}
