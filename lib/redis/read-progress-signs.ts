import { createHash } from "node:crypto";

import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import type { ProgressSigns } from "@/lib/core/lock-source";

import { byPrefix } from "./by-prefix";
import { jobHashKey, jobPartKey } from "./keys";
import type { ReadScript } from "./read-script";
import { runPipeline } from "./run-pipeline";

/** A value above this many bytes is compared by its length only: reading it at every sweep would cost more than it tells. */
const digestBytesMax = 16 * 1024;
const jobsPerChunk = 200;

/** Progress, log length and data as digests: `job.log` and `updateData` emit no event (BullMQ `src/classes/job.ts`). */
export async function readProgressSigns(redis: Redis, refs: readonly JobRef[]): Promise<readonly ProgressSigns[]> {
  const signs: ProgressSigns[] = [];
  for (let start = 0; start < refs.length; start += jobsPerChunk) {
    signs.push(...(await readChunk(redis, refs.slice(start, start + jobsPerChunk))));
  }
  return signs;
}

const budgetUs = 1_500;
const jobsPerSlice = 500;

/** The same by time-budgeted scripts. Throws `ScriptRefusedError` where they are not allowed. */
export async function readProgressSignsByScript(
  script: ReadScript,
  refs: readonly JobRef[],
): Promise<readonly ProgressSigns[]> {
  const signs = new Map<JobRef, ProgressSigns>();
  for (const part of byPrefix(refs, ({ queue }) => queue)) {
    let left: readonly JobRef[] = part;
    for (let first = left[0]; first !== undefined; first = left[0]) {
      const keys = left.slice(0, jobsPerSlice).map(jobHashKey);
      const reply = await script.run(keys[0] ?? null, [budgetUs, digestBytesMax, JSON.stringify(keys)]);
      const values: readonly unknown[] = Array.isArray(reply) ? reply : [];
      const count = Math.floor(values.length / 3);
      if (count === 0) throw new Error("The script came to no job.");
      for (const [index, ref] of left.slice(0, count).entries()) signs.set(ref, toSigns(values.slice(index * 3)));
      left = left.slice(count);
    }
  }
  return refs.flatMap((ref) => signs.get(ref) ?? []);
}

function toSigns([progress, logLines, data]: readonly unknown[]): ProgressSigns {
  const digestIn = (sign: unknown) => (typeof sign === "string" ? sign : digestOf(null, numberOf(sign)));
  return { progressDigest: digestIn(progress), logLines: numberOf(logLines), dataDigest: digestIn(data) };
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
    if (numberOf(sizeReplies[index * 3]) <= digestBytesMax) wanted.push("progress");
    if (numberOf(sizeReplies[index * 3 + 1]) <= digestBytesMax) wanted.push("data");
    texts.hmget(jobHashKey(ref), "name", ...wanted);
  }
  const textReplies = await runPipeline(texts);
  return refs.map((_, index) => {
    const [progressBytes, dataBytes, logLines] = sizeReplies.slice(index * 3, index * 3 + 3).map(numberOf);
    const reply = textReplies[index];
    const [, ...fields] = Array.isArray(reply) ? reply : [];
    const progress = (progressBytes ?? 0) <= digestBytesMax ? fields.shift() : null;
    const data = (dataBytes ?? 0) <= digestBytesMax ? fields.shift() : null;
    return {
      progressDigest: digestOf(progress, progressBytes ?? 0),
      logLines: logLines ?? 0,
      dataDigest: digestOf(data, dataBytes ?? 0),
    };
  });
}

/**
 * BullMQ writes `progress` 0 when the job is added: only another value is a sign. SHA-1, which a script can make in Redis:
 * what one way to read saw must compare with what the other one sees.
 */
function digestOf(text: unknown, bytes: number): string | null {
  if (bytes === 0 || text === "0") return null;
  return typeof text === "string" ? createHash("sha1").update(text).digest("hex").slice(0, 12) : `${bytes} bytes`;
}

function numberOf(reply: unknown): number {
  return typeof reply === "number" ? reply : 0;
}
