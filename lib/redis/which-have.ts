import type { Redis } from "ioredis";

import { limits } from "@/lib/core/limits";
import { isRedisUnavailable } from "@/lib/core/redis-failure";

import { byPrefix } from "./by-prefix";
import { queueKey } from "./keys";
import { readInChunks } from "./read-in-chunks";
import { runCommand, runPipelineAllowingDenials } from "./run-pipeline";

const chunks = { chunkSize: limits.pipelineChunk, chunksInFlight: 1 };

/** Of these queues those that have a text at this part of their key: their counter of ids, or the mark of a stalled check. */
export async function whichHave(
  redis: Redis,
  queues: readonly string[],
  part: "id" | "stalled-check",
): Promise<readonly string[]> {
  const parts = byPrefix(queues, (queue) => queue);
  const having = await Promise.all(
    parts.map((ofPrefix) => readInChunks(ofPrefix, chunks, (chunk) => readSome(redis, chunk, part))),
  );
  return having.flat();
}

/** One command for all. Where they can't be asked together (one is hidden, or lies in another slot) each one is. */
async function readSome(redis: Redis, queues: readonly string[], part: "id" | "stalled-check") {
  const keys = queues.map((queue) => queueKey(queue, part));
  try {
    const values = await runCommand(redis.mget(keys));
    return queues.filter((_, index) => values[index] !== null);
  } catch (error) {
    if (isRedisUnavailable(error)) throw error;
    const pipeline = redis.pipeline();
    for (const key of keys) pipeline.exists(key);
    const replies = await runPipelineAllowingDenials(pipeline);
    return queues.filter((_, index) => replies[index] === 1);
  }
}
