import type { Redis } from "ioredis";

import type { PayloadReading } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";

import { jobHashKey } from "./keys";
import { readInChunks } from "./read-in-chunks";
import { runPipeline } from "./run-pipeline";

const jobsPerPipeline = 100;
/** A longer text is measured and left in Redis: a hundred of these are what one pipeline brings. */
const dataBytesMax = 64 * 1_024;

/** The data of each job, in order; a text over 64 kB is measured only. */
export function readData(redis: Redis, refs: readonly JobRef[]): Promise<readonly PayloadReading[]> {
  return readInChunks(refs, { chunkSize: jobsPerPipeline, chunksInFlight: 1 }, async (chunk) => {
    const sizes = redis.pipeline();
    for (const ref of chunk) sizes.hstrlen(jobHashKey(ref), "data");
    const bytes = (await runPipeline(sizes)).map((reply) => (typeof reply === "number" ? reply : 0));
    const texts = redis.pipeline();
    // An unread field is asked for under a name that no job has, so that replies keep their places.
    for (const [index, ref] of chunk.entries())
      texts.hget(jobHashKey(ref), (bytes[index] ?? 0) <= dataBytesMax ? "data" : "");
    const replies = await runPipeline(texts);
    return bytes.map((size, index) => {
      const text = replies[index];
      return { text: typeof text === "string" ? text : null, bytes: size, truncated: size > dataBytesMax };
    });
  });
}
