import type { Redis } from "ioredis";

import { limits } from "@/lib/core/limits";

import { queueKey } from "./keys";
import type { QueuePart } from "./keys";
import { readInChunks } from "./read-in-chunks";
import { DeniedReply } from "./redis-failures";
import { runPipelineAllowingDenials } from "./run-pipeline";

const collections = [
  "wait",
  "paused",
  "active",
  "delayed",
  "waiting-children",
  "prioritized",
  "completed",
  "failed",
] as const satisfies readonly QueuePart[];

const commandsPerQueue = collections.length + 3;
const chunks = { chunkSize: limits.pipelineChunk, chunksInFlight: 1 };

/**
 * Keeps what is a queue that we may read: its `meta` is BullMQ's and a job was ever added (`id`), or one of its
 * collections exists, or a worker is connected to it. A `meta` alone is a phantom that some `new Queue` left behind.
 */
export function confirmQueues(
  redis: Redis,
  candidates: readonly string[],
  worked: ReadonlySet<string>,
): Promise<readonly string[]> {
  return readInChunks(candidates, chunks, async (chunk) => {
    const pipeline = redis.pipeline();
    for (const queue of chunk) {
      pipeline.exists(queueKey(queue, "id"));
      pipeline.hexists(queueKey(queue, "meta"), "opts.maxLenEvents");
      pipeline.hexists(queueKey(queue, "meta"), "version");
      // One by one: on a cluster the keys of a prefix without braces lie in different slots.
      for (const part of collections) pipeline.exists(queueKey(queue, part));
    }
    const replies = await runPipelineAllowingDenials(pipeline);
    return chunk.filter((queue, index) =>
      isQueue(replies.slice(index * commandsPerQueue, (index + 1) * commandsPerQueue), worked.has(queue)),
    );
  });
}

function isQueue(replies: readonly unknown[], hasWorker: boolean): boolean {
  if (replies.some((reply) => reply instanceof DeniedReply)) return false;
  const [counter, maxLength, version, ...used] = replies.map((reply) => typeof reply === "number" && reply > 0);
  return hasWorker || used.includes(true) || (counter === true && (maxLength === true || version === true));
}
