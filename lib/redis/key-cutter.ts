import type { Redis } from "ioredis";

import { cutJobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { queueKey } from "./keys";
import { runPipelineAllowingDenials } from "./run-pipeline";

/** A key with more colons than this is cut by the fallback rule. */
const candidatesMax = 20;
const learnedMax = 10_000;

/**
 * Cuts the keys of children at their queue. A key of a queue that nobody told us of, with colons to spare, is cut
 * where Redis has a queue's `meta`: ids such as `repeat:<scheduler>:<millis>` would be cut wrongly otherwise.
 */
export class KeyCutter {
  readonly #redis: Redis;
  readonly #knownQueues: () => ReadonlySet<string>;
  readonly #learned = new Set<string>();

  constructor(redis: Redis, knownQueues: () => ReadonlySet<string>) {
    this.#redis = redis;
    this.#knownQueues = knownQueues;
  }

  /** Every queue that keys are cut at now. */
  knownQueues(): ReadonlySet<string> {
    return this.#learned.size === 0 ? this.#knownQueues() : new Set([...this.#knownQueues(), ...this.#learned]);
  }

  /** Takes a queue for known because BullMQ itself stored its name. */
  learn(queue: string): void {
    if (this.#learned.size < learnedMax) this.#learned.add(queue);
  }

  /** In the order of `keys`; `null` for one that names no job. */
  async cut(keys: readonly string[]): Promise<readonly (JobRef | null)[]> {
    const candidates = new Set(keys.flatMap((key) => this.#candidatesOf(key)));
    if (candidates.size > 0) await this.#lookForQueues([...candidates]);
    const known = this.#knownQueues();
    const isKnown = { has: (queue: string) => known.has(queue) || this.#learned.has(queue) };
    return keys.map((key) => cutJobKey(key, isKnown));
  }

  /** The queues that an ambiguous key of no known queue may belong to. */
  #candidatesOf(key: string): readonly string[] {
    const queues: string[] = [];
    for (let colon = key.indexOf(":", key.indexOf(":") + 1); colon >= 0; colon = key.indexOf(":", colon + 1)) {
      const queue = key.slice(0, colon);
      if (this.#knownQueues().has(queue) || this.#learned.has(queue)) return [];
      queues.push(queue);
    }
    return queues.length < 2 || queues.length > candidatesMax ? [] : queues;
  }

  async #lookForQueues(queues: readonly string[]): Promise<void> {
    const pipeline = this.#redis.pipeline();
    for (const queue of queues) pipeline.hexists(queueKey(queue, "meta"), "opts.maxLenEvents");
    const replies = await runPipelineAllowingDenials(pipeline);
    for (const [index, queue] of queues.entries()) if (replies[index] === 1) this.learn(queue);
  }
}
