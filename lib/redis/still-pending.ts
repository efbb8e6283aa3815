import type { Redis } from "ioredis";

import type { PendingEdge } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { jobPartKey } from "./keys";
import { readInChunks } from "./read-in-chunks";
import { runPipeline } from "./run-pipeline";

/** Edges asked of their parents at a time. */
const edgesPerPipeline = limits.pipelineChunk;

/**
 * Whether each parent lists the child as pending still. A child that ended between the look at its parent and the look
 * at itself has left `:dependencies`, and with removeOnComplete it seems to be missing.
 */
export function stillPending(redis: Redis, edges: readonly PendingEdge[]): Promise<readonly boolean[]> {
  return readInChunks(edges, { chunkSize: edgesPerPipeline, chunksInFlight: 1 }, async (chunk) => {
    const places = new Map<string, number[]>();
    for (const [index, { parent }] of chunk.entries()) {
      const key = jobPartKey(parent, "dependencies");
      places.set(key, [...(places.get(key) ?? []), index]);
    }
    const pipeline = redis.pipeline();
    for (const [key, indexes] of places)
      pipeline.smismember(key, ...indexes.flatMap((index) => childKey(chunk, index)));
    const pending = new Set<number>();
    const replies = await runPipeline(pipeline);
    for (const [at, indexes] of [...places.values()].entries()) {
      const reply = replies[at];
      for (const [place, index] of indexes.entries())
        if (Array.isArray(reply) && reply[place] === 1) pending.add(index);
    }
    return chunk.map((_, index) => pending.has(index));
  });
}

function childKey(chunk: readonly PendingEdge[], index: number): readonly JobKey[] {
  const edge = chunk[index];
  return edge === undefined ? [] : [jobKey(edge.child)];
}
