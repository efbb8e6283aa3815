import type { Redis } from "ioredis";

import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { lastingJobKey } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { queueKey } from "./keys";
import { WrongTypeReply } from "./redis-failures";
import { runPipeline } from "./run-pipeline";

/** A list without order of its own in which a job may be that is in no sorted set. */
export type ListPlace = "wait" | "paused" | "active";

/** `unreadable`: in no list that could be read, and one has the wrong type. */
export type FoundPlace = ListPlace | "unreadable";

const places = ["wait", "paused", "active"] as const satisfies readonly ListPlace[];
const windowSize = 5_000;
/** Ids at each end of a list that LPOS looks at: some 10 µs. */
const endSize = 1_000;
/** A list beyond this many ids is not walked to its end: the job counts as found there. */
const walkMax = 1_000_000;
/** A job found in the middle of a long list is not looked for again for this long. */
const rememberedForMs = 60_000;
const rememberedMax = 10_000;

type Lengths = Readonly<Record<ListPlace, number>> & { readonly unreadable: boolean };
type Found = Map<JobKey, FoundPlace>;

/**
 * Finds jobs in their queue's lists. Short lists are read whole; long ones by LPOS from both ends, then by windows of
 * LRANGE, because one unbounded LPOS on a million ids blocks Redis for 30 ms.
 */
export class WaitingLists {
  readonly #redis: Redis;
  readonly #remembered = new Map<JobKey, { readonly place: ListPlace; readonly atMs: number }>();

  readonly #walkMax: number;

  constructor(redis: Redis, { walkMax: idsMax = walkMax }: { readonly walkMax?: number } = {}) {
    this.#redis = redis;
    this.#walkMax = idsMax;
  }

  /** A job that is in none of the lists is not in the answer. */
  async find(refs: readonly JobRef[]): Promise<ReadonlyMap<JobKey, FoundPlace>> {
    const found: Found = new Map();
    const queues = [...new Set(refs.map((ref) => ref.queue))];
    if (queues.length === 0) return found;
    const lengths = await this.#readLengths(queues);
    for (const queue of queues) {
      const wanted = refs.filter((ref) => ref.queue === queue);
      await this.#findInQueue(queue, wanted, lengths.get(queue) ?? noLengths, found);
    }
    return found;
  }

  async #readLengths(queues: readonly string[]): Promise<ReadonlyMap<string, Lengths>> {
    const pipeline = this.#redis.pipeline();
    for (const queue of queues) for (const place of places) pipeline.llen(queueKey(queue, place));
    const replies = await runPipeline(pipeline);
    return new Map(
      queues.map((queue, index) => {
        const own = replies.slice(index * places.length, (index + 1) * places.length);
        const [wait, paused, active] = own.map(countOf);
        const unreadable = own.some((reply) => reply instanceof WrongTypeReply);
        return [queue, { wait: wait ?? 0, paused: paused ?? 0, active: active ?? 0, unreadable }];
      }),
    );
  }

  async #findInQueue(queue: string, wanted: readonly JobRef[], lengths: Lengths, found: Found): Promise<void> {
    const isLeft = (ref: JobRef) => !found.has(lastingJobKey(ref));
    const { active } = lengths;
    // Jobs at work must not be searched for in a long waiting list first. What is not found comes back to the active
    // list last all the same, as jobs move there from the others.
    const waitsLong = !isCheaperWhole(lengths.wait, wanted.length);
    if (waitsLong && active > 0 && isCheaperWhole(active, wanted.length))
      await this.#walk(queue, "active", wanted, found);
    for (const place of places) {
      if (lengths[place] === 0) continue;
      if (isCheaperWhole(lengths[place], wanted.length)) {
        await this.#walk(queue, place, wanted.filter(isLeft), found);
        continue;
      }
      this.#recall(wanted.filter(isLeft), place, found);
      await this.#lookAtEnds(queue, place, wanted.filter(isLeft), found);
      if (place === "wait" && active > 0 && active < lengths.wait)
        await this.#walk(queue, "active", wanted.filter(isLeft), found);
      const left = wanted.filter(isLeft);
      await this.#walk(queue, place, left, found);
      this.#remember(left, place, found);
    }
    if (lengths.unreadable) for (const ref of wanted.filter(isLeft)) found.set(lastingJobKey(ref), "unreadable");
  }

  async #lookAtEnds(queue: string, place: ListPlace, refs: readonly JobRef[], found: Found): Promise<void> {
    for (let start = 0; start < refs.length; start += limits.pipelineChunk) {
      const chunk = refs.slice(start, start + limits.pipelineChunk);
      const pipeline = this.#redis.pipeline();
      for (const ref of chunk) {
        pipeline.lpos(queueKey(queue, place), ref.id, "RANK", -1, "MAXLEN", endSize);
        pipeline.lpos(queueKey(queue, place), ref.id, "MAXLEN", endSize);
      }
      const replies = await runPipeline(pipeline);
      for (const [index, ref] of chunk.entries()) {
        const isThere = typeof replies[index * 2] === "number" || typeof replies[index * 2 + 1] === "number";
        if (isThere) found.set(lastingJobKey(ref), place);
      }
    }
  }

  async #walk(queue: string, place: ListPlace, refs: readonly JobRef[], found: Found): Promise<void> {
    const wanted = new Map(refs.map((ref) => [ref.id, ref]));
    for (let start = 0; wanted.size > 0; start += windowSize) {
      if (start >= this.#walkMax) {
        for (const ref of wanted.values()) found.set(lastingJobKey(ref), place);
        return;
      }
      const [ids] = await runPipeline(
        this.#redis.pipeline().lrange(queueKey(queue, place), start, start + windowSize - 1),
      );
      if (!Array.isArray(ids)) return;
      for (const id of ids) {
        const ref = wanted.get(id);
        if (ref === undefined) continue;
        found.set(lastingJobKey(ref), place);
        wanted.delete(id);
      }
      if (ids.length < windowSize) return;
    }
  }

  #recall(refs: readonly JobRef[], place: ListPlace, found: Found): void {
    for (const ref of refs) {
      const known = this.#remembered.get(lastingJobKey(ref));
      if (known?.place === place && performance.now() - known.atMs < rememberedForMs)
        found.set(lastingJobKey(ref), place);
    }
  }

  #remember(refs: readonly JobRef[], place: ListPlace, found: Found): void {
    if (this.#remembered.size > rememberedMax) this.#remembered.clear();
    const atMs = performance.now();
    for (const ref of refs)
      if (found.get(lastingJobKey(ref)) === place) this.#remembered.set(lastingJobKey(ref), { place, atMs });
  }
}

const noLengths: Lengths = { wait: 0, paused: 0, active: 0, unreadable: false };

/** One job's search of both ends costs about as much as reading twenty ids. */
function isCheaperWhole(length: number, jobs: number): boolean {
  return length <= endSize || length <= jobs * 20;
}

function countOf(reply: unknown): number {
  return typeof reply === "number" ? reply : 0;
}
