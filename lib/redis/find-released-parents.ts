import type { Redis } from "ioredis";

import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { jobPartKey, queueKey } from "./keys";
import { readInChunks } from "./read-in-chunks";
import { runPipeline } from "./run-pipeline";

/** Ids that are looked at from each end of a collection. */
const endSize = 200;
const queuesAtOnce = 20;
const jobsAtOnce = 500;
/** Keys asked for by one EXISTS: most often none of them is there. */
const keysPerQuestion = 100;

/**
 * Jobs in line (waiting, prioritized, delayed) that have pending children: a child's failure released them too early.
 * Nothing else leads to them where that child was removed. Of a long line its two ends are looked at.
 */
export async function findReleasedParents(redis: Redis, queues: readonly string[]): Promise<readonly JobRef[]> {
  const inLine = await readInChunks(queues, { chunkSize: queuesAtOnce, chunksInFlight: 1 }, (chunk) =>
    readEnds(redis, chunk),
  );
  const groups = chunksOf([...new Map(inLine.map((ref) => [jobKey(ref), ref])).values()]);
  const some = redis.pipeline();
  for (const group of groups) some.exists(...group.map((ref) => jobPartKey(ref, "dependencies")));
  const counts = await runPipeline(some);
  const suspects = groups.flatMap((group, index) => (counts[index] === 0 ? [] : group));
  return readInChunks(suspects, { chunkSize: jobsAtOnce, chunksInFlight: 1 }, async (chunk) => {
    const pipeline = redis.pipeline();
    for (const ref of chunk) pipeline.exists(jobPartKey(ref, "dependencies"));
    const replies = await runPipeline(pipeline);
    return chunk.filter((_, index) => replies[index] === 1);
  });
}

async function readEnds(redis: Redis, queues: readonly string[]): Promise<readonly JobRef[]> {
  const pipeline = redis.pipeline();
  for (const queue of queues) {
    for (const list of ["wait", "paused"] as const)
      pipeline.lrange(queueKey(queue, list), 0, endSize - 1).lrange(queueKey(queue, list), -endSize, -1);
    for (const set of ["prioritized", "delayed"] as const)
      pipeline
        .zrange(queueKey(queue, set), "0", String(endSize - 1))
        .zrange(queueKey(queue, set), String(-endSize), "-1");
  }
  const replies = await runPipeline(pipeline);
  const perQueue = replies.length / Math.max(1, queues.length);
  return queues.flatMap((queue, index) =>
    replies
      .slice(index * perQueue, (index + 1) * perQueue)
      .flatMap((ids) => (Array.isArray(ids) ? ids.map((id) => ({ queue, id: String(id) })) : [])),
  );
}

/** Of one queue each, so that a cluster can answer it. */
function chunksOf(refs: readonly JobRef[]): readonly (readonly JobRef[])[] {
  const chunks: JobRef[][] = [];
  for (const ref of refs) {
    const last = chunks.at(-1);
    if (last === undefined || last.length >= keysPerQuestion || last[0]?.queue !== ref.queue) chunks.push([ref]);
    else last.push(ref);
  }
  return chunks;
}
