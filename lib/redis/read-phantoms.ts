import type { Redis } from "ioredis";

import { queueKey } from "./keys";
import { runPipelineAllowingDenials } from "./run-pipeline";

/** Of names that have a `meta` but are no queues, those whose `meta` BullMQ wrote: a `Queue` was built and never used. */
export async function readPhantoms(redis: Redis, candidates: readonly string[]): Promise<readonly string[]> {
  if (candidates.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const queue of candidates) {
    pipeline.hmget(queueKey(queue, "meta"), "version", "opts.maxLenEvents");
    pipeline.exists(queueKey(queue, "id"));
  }
  const replies = await runPipelineAllowingDenials(pipeline);
  return candidates.filter((_, index) => {
    const [fields, used] = replies.slice(index * 2, index * 2 + 2);
    return used === 0 && Array.isArray(fields) && fields.some((field) => field !== null);
  });
}
