import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import type { ProgressSigns } from "@/lib/core/lock-source";

import { jobHashKey, jobPartKey } from "./keys";
import { shortDigest } from "./lock-digest";
import { runPipeline } from "./run-pipeline";

/** Data above this many bytes is compared by its length only: reading it at every sweep would cost more than it tells. */
const dataDigestBytesMax = 16 * 1024;
const progressBytesMax = 16 * 1024;
const jobsPerChunk = 200;

/** Progress, log length and data as digests: `job.log` and `updateData` emit no event (BullMQ `src/classes/job.ts`). */
export async function readProgressSigns(redis: Redis, refs: readonly JobRef[]): Promise<readonly ProgressSigns[]> {
  const signs: ProgressSigns[] = [];
  for (let start = 0; start < refs.length; start += jobsPerChunk) {
    signs.push(...(await readChunk(redis, refs.slice(start, start + jobsPerChunk))));
  }
  return signs;
}

async function readChunk(redis: Redis, refs: readonly JobRef[]): Promise<readonly ProgressSigns[]> {
  const sizes = redis.pipeline();
  for (const ref of refs) {
    sizes.hstrlen(jobHashKey(ref), "progress");
    sizes.hstrlen(jobHashKey(ref), "data");
    sizes.llen(jobPartKey(ref, "logs"));
  }
  const sizeReplies = await runPipeline(sizes);
  const texts = redis.pipeline();
  for (const [index, ref] of refs.entries()) {
    const wanted = [];
    if (numberOf(sizeReplies[index * 3]) <= progressBytesMax) wanted.push("progress");
    if (numberOf(sizeReplies[index * 3 + 1]) <= dataDigestBytesMax) wanted.push("data");
    texts.hmget(jobHashKey(ref), "name", ...wanted);
  }
  const textReplies = await runPipeline(texts);
  return refs.map((_, index) => {
    const [progressBytes, dataBytes, logLines] = sizeReplies.slice(index * 3, index * 3 + 3).map(numberOf);
    const reply = textReplies[index];
    const [, ...fields] = Array.isArray(reply) ? reply : [];
    const progress = (progressBytes ?? 0) <= progressBytesMax ? fields.shift() : null;
    const data = (dataBytes ?? 0) <= dataDigestBytesMax ? fields.shift() : null;
    return {
      progressDigest: digestOf(progress, progressBytes ?? 0),
      logLines: logLines ?? 0,
      dataDigest: digestOf(data, dataBytes ?? 0),
    };
  });
}

/** BullMQ writes `progress` 0 when the job is added: only another value is a sign. */
function digestOf(text: unknown, bytes: number): string | null {
  if (bytes === 0 || text === "0") return null;
  return typeof text === "string" ? shortDigest(text) : `${bytes} bytes`;
}

function numberOf(reply: unknown): number {
  return typeof reply === "number" ? reply : 0;
}
