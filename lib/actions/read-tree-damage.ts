import type { Redis } from "ioredis";

import type { RefusalCode } from "@/lib/core/action";
import { limits } from "@/lib/core/limits";
import type { JobRef } from "@/lib/core/job-ref";
import { queueKey } from "@/lib/redis/keys";
import { readInChunks } from "@/lib/redis/read-in-chunks";
import { runPipeline } from "@/lib/redis/run-pipeline";

import { jobKeysOf, queueKeysOf } from "./key-types";
import type { TypedKey } from "./key-types";
import { hasOddNumbers, metaNumbers } from "./odd-numbers";

const chunks = { chunkSize: limits.pipelineChunk, chunksInFlight: 4 };

/**
 * Whether removing these jobs with one script would stop half-way at a key of another type, or at a number that is none;
 * `null`: it would not. Throws as a reader does.
 */
export async function readTreeDamage(redis: Redis, jobs: readonly JobRef[]): Promise<RefusalCode | null> {
  const queues = [...new Set(jobs.map(({ queue }) => queue))];
  const typed = [...queues.flatMap(queueKeysOf), ...jobs.flatMap(jobKeysOf)];
  const wrong = await readInChunks(typed, chunks, (chunk) => readWrongTypes(redis, chunk));
  if (wrong.includes(true)) return "wrong-type";
  const metas = await readInChunks(queues, chunks, (chunk) => {
    const pipeline = redis.pipeline();
    for (const queue of chunk) pipeline.hmget(queueKey(queue, "meta"), ...metaNumbers);
    return runPipeline(pipeline);
  });
  return hasOddNumbers(metas) ? "wrong-type" : null;
}

async function readWrongTypes(redis: Redis, chunk: readonly TypedKey[]): Promise<readonly boolean[]> {
  const pipeline = redis.pipeline();
  for (const { key } of chunk) pipeline.type(key);
  const types = await runPipeline(pipeline);
  return chunk.map(({ type }, index) => types[index] !== "none" && types[index] !== type);
}
