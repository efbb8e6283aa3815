import type { Redis } from "ioredis";

import type { PendingEdge } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { jobPartKey } from "./keys";
import { readInChunks } from "./read-in-chunks";
import { runPipeline } from "./run-pipeline";

/**
 * Whether each parent lists the child as pending still. A child that ended between the look at its parent and the look
 * at itself has left `:dependencies`, and with removeOnComplete it seems to be missing.
 */
export function stillPending(redis: Redis, edges: readonly PendingEdge[]): Promise<readonly boolean[]> {
  return readInChunks(edges, { chunkSize: limits.pipelineChunk, chunksInFlight: 1 }, async (chunk) => {
    const pipeline = redis.pipeline();
    for (const { parent, child } of chunk) pipeline.sismember(jobPartKey(parent, "dependencies"), jobKey(child));
    return (await runPipeline(pipeline)).map((reply) => reply === 1);
  });
}
