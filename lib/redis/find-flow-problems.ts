import type { Redis } from "ioredis";

import type { PendingCounts } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import type { QueueState } from "@/lib/core/job-state";
import { limits } from "@/lib/core/limits";

import { isMarker, jobPartKey, queueKey } from "./keys";
import { runPipeline } from "./run-pipeline";

export type FlowProblems = {
  /** Ways of one step: a parent and a pending child of it in one of the short collections. */
  readonly hits: readonly (readonly [JobRef, JobRef])[];
  /** By parent, how many pending children each state has; a state that was too long to count is absent. */
  readonly counted: ReadonlyMap<JobKey, PendingCounts>;
  /** Active and failed jobs that are no child of these parents; they may belong further below. */
  readonly lost: readonly JobRef[];
};

/** The states whose collections are asked; the first hits of each are shown. Waiting is what is left. */
const asked = [
  { state: "active", part: "active", shown: 10 },
  { state: "failed", part: "failed", shown: 6 },
  { state: "waiting-children", part: "waiting-children", shown: 10 },
  { state: "delayed", part: "delayed", shown: 6 },
  { state: "prioritized", part: "prioritized", shown: 2 },
] as const satisfies readonly { state: QueueState; part: QueueState; shown: number }[];

const queuesMax = 20;
const parentsMax = 3;
const windowSize = limits.scanCount;
/** Commands for the windows of all queues and states; each costs one more for every parent. */
const windowsMax = 140;
const lostPerState = 60;

/**
 * Of parents with more pending children than are read: those that are active, failed, delayed or parents themselves,
 * asked from their queues' collections upward, so that no stuck child hides among 100,000 siblings.
 */
export async function findFlowProblems(
  redis: Redis,
  cut: readonly JobReading[],
  queues: readonly string[],
): Promise<FlowProblems> {
  const parents = cut
    .filter((job) => job.children.unprocessed > 0)
    .toSorted((a, b) => b.children.unprocessed - a.children.unprocessed)
    .slice(0, parentsMax);
  const search = new Search(redis, parents);
  const places = await readLengths(redis, queues.slice(0, queuesMax));
  let windows = Math.floor(windowsMax / Math.max(1, parents.length));
  for (const { state, part, shown } of asked) {
    for (const place of places) {
      const length = place.lengths[asked.findIndex((one) => one.state === state)] ?? 0;
      const needed = Math.ceil(length / windowSize);
      const read = Math.min(needed, Math.max(needed > windows ? 1 : 0, Math.min(windows, needed)));
      windows -= read;
      for (let window = 0; window < read; window += 1)
        await search.look({ queue: place.queue, state, part, shown }, window);
      if (read < needed) search.giveUpCounting(state);
    }
  }
  return search.toProblems();
}

async function readLengths(redis: Redis, queues: readonly string[]) {
  const pipeline = redis.pipeline();
  for (const queue of queues)
    for (const { part } of asked) {
      if (part === "active") pipeline.llen(queueKey(queue, part));
      else pipeline.zcard(queueKey(queue, part));
    }
  const replies = (await runPipeline(pipeline)).map((reply) => (typeof reply === "number" ? reply : 0));
  return queues.map((queue, index) => ({
    queue,
    lengths: replies.slice(index * asked.length, (index + 1) * asked.length),
  }));
}

type Place = { readonly queue: string; readonly state: QueueState; readonly part: QueueState; readonly shown: number };

class Search {
  readonly #redis: Redis;
  readonly #parents: readonly JobReading[];
  readonly #hits: [JobRef, JobRef][] = [];
  readonly #lost: JobRef[] = [];
  readonly #counts = new Map<JobKey, Map<QueueState, number>>();
  readonly #uncounted = new Set<QueueState>();

  constructor(redis: Redis, parents: readonly JobReading[]) {
    this.#redis = redis;
    this.#parents = parents;
  }

  giveUpCounting(state: QueueState): void {
    this.#uncounted.add(state);
  }

  async look({ queue, state, part, shown }: Place, window: number): Promise<void> {
    const ids = (await this.#readWindow(queue, part, window)).filter((id) => !isMarker(id));
    if (ids.length === 0) return;
    const refs = ids.map((id) => ({ queue, id }));
    const pipeline = this.#redis.pipeline();
    for (const parent of this.#parents)
      pipeline.smismember(jobPartKey(parent.ref, "dependencies"), ...refs.map((ref) => jobKey(ref)));
    const replies = this.#parents.length === 0 ? [] : await runPipeline(pipeline);
    const isChild = new Set<JobRef>();
    for (const [index, parent] of this.#parents.entries()) {
      const isMember: readonly unknown[] = Array.isArray(replies[index]) ? replies[index] : [];
      const members = refs.filter((_, at) => isMember[at] === 1);
      const known = this.#count(parent.ref, state, members.length);
      for (const ref of members.slice(0, Math.max(0, shown - known))) this.#hits.push([parent.ref, ref]);
      for (const ref of members) isChild.add(ref);
    }
    if (state !== "active" && state !== "failed") return;
    if (window === 0) this.#lost.push(...refs.filter((ref) => !isChild.has(ref)).slice(0, lostPerState));
  }

  /** How many were counted before. */
  #count(parent: JobRef, state: QueueState, count: number): number {
    const counts = this.#counts.get(jobKey(parent)) ?? new Map<QueueState, number>();
    this.#counts.set(jobKey(parent), counts);
    const known = counts.get(state) ?? 0;
    counts.set(state, known + count);
    return known;
  }

  /** The oldest active ones are at the list's tail; of delayed ones the next, of others the latest come first. */
  async #readWindow(queue: string, part: QueueState, window: number): Promise<readonly string[]> {
    const [first, last] = [window * windowSize, (window + 1) * windowSize - 1];
    const pipeline = this.#redis.pipeline();
    if (part === "active") pipeline.lrange(queueKey(queue, "active"), -last - 1, -first - 1);
    else if (part === "delayed") pipeline.zrange(queueKey(queue, "delayed"), String(first), String(last));
    else if (part !== "waiting") pipeline.zrevrange(queueKey(queue, part), first, last);
    const [ids] = await runPipeline(pipeline);
    const texts: readonly string[] = Array.isArray(ids) ? ids.map(String) : [];
    return part === "active" ? texts.toReversed() : texts;
  }

  toProblems(): FlowProblems {
    const counted = new Map<JobKey, PendingCounts>();
    for (const [parent, counts] of this.#counts) {
      const told = [...counts].filter(([state]) => !this.#uncounted.has(state));
      counted.set(parent, Object.fromEntries(told));
    }
    return { hits: this.#hits, counted, lost: this.#lost };
  }
}
