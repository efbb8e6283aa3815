import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { jobHashKey, queueKey } from "./keys";
import { runCommand, runPipeline } from "./run-pipeline";

type Place = "wait" | "paused";

const windowSize = 5_000;
/** A list beyond this many ids is not walked to its end: the job counts as waiting there. */
const walkMax = 1_000_000;

/**
 * Finds waiting jobs in `wait` or, on a BullMQ 5 queue, `paused`: by bounded LPOS from both ends, then by windows of
 * LRANGE, because one unbounded LPOS on a million ids blocks Redis for 30 ms. `null`: in neither list.
 */
export async function findInWaitingLists(
  redis: Redis,
  refs: readonly JobRef[],
): Promise<ReadonlyMap<string, Place | null>> {
  const places = new Map<string, Place | null>();
  for (let start = 0; start < refs.length; start += limits.pipelineChunk) {
    await lookAtEnds(redis, refs.slice(start, start + limits.pipelineChunk), places);
  }
  const unfound = refs.filter((ref) => places.get(jobHashKey(ref)) === null);
  for (const queue of new Set(unfound.map((ref) => ref.queue))) {
    const ids = new Map(unfound.filter((ref) => ref.queue === queue).map((ref) => [ref.id, ref]));
    for (const place of ["wait", "paused"] as const) await walkList(redis, queue, place, ids, places);
  }
  return places;
}

async function lookAtEnds(redis: Redis, refs: readonly JobRef[], places: Map<string, Place | null>): Promise<void> {
  const pipeline = redis.pipeline();
  for (const ref of refs) {
    for (const place of ["wait", "paused"] as const) {
      pipeline.lpos(queueKey(ref.queue, place), ref.id, "RANK", -1, "MAXLEN", 1_000);
      pipeline.lpos(queueKey(ref.queue, place), ref.id, "MAXLEN", 1_000);
    }
  }
  const replies = await runPipeline(pipeline);
  for (const [index, ref] of refs.entries()) {
    const found = replies.slice(index * 4, index * 4 + 4).map((reply) => typeof reply === "number");
    places.set(jobHashKey(ref), found[0] || found[1] ? "wait" : found[2] || found[3] ? "paused" : null);
  }
}

async function walkList(
  redis: Redis,
  queue: string,
  place: Place,
  ids: Map<string, JobRef>,
  places: Map<string, Place | null>,
): Promise<void> {
  for (let start = 0; start < walkMax && ids.size > 0; start += windowSize) {
    const [window] = await runPipeline(redis.pipeline().lrange(queueKey(queue, place), start, start + windowSize - 1));
    if (!Array.isArray(window)) return;
    for (const id of window) {
      const ref = ids.get(id);
      if (ref === undefined) continue;
      places.set(jobHashKey(ref), place);
      ids.delete(id);
    }
    if (window.length < windowSize) return;
  }
  const length = ids.size === 0 ? 0 : await runCommand(redis.llen(queueKey(queue, place)));
  if (length > walkMax) for (const ref of ids.values()) places.set(jobHashKey(ref), place);
}
