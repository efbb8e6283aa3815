import type { Redis } from "ioredis";

import type { FinishedBetween, FinishedJob } from "@/lib/core/lock-source";

import { jobHashKey, queueKey } from "./keys";
import { runPipeline } from "./run-pipeline";
import type { SampleJobs } from "./sample-jobs";

const finishedJobsRead = 200;
const fields = ["name", "processedOn", "finishedOn"] as const;

/** The jobs that completed last in a queue and are kept, and how long they took. One command where there is none. */
export async function readFinished(
  redis: Redis,
  queue: string,
  between: FinishedBetween,
): Promise<readonly FinishedJob[]> {
  const ids = await readIds(redis, queue, between);
  if (ids.length === 0) return [];
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.hmget(jobHashKey({ queue, id }), ...fields);
  const replies = await runPipeline(pipeline);
  return replies.flatMap((reply) => (Array.isArray(reply) ? toFinished(reply) : []));
}

/** The same by two commands, as the jobs are sampled together. */
export async function readFinishedBy(
  { redis, sample }: { readonly redis: Redis; readonly sample: SampleJobs },
  queue: string,
  between: FinishedBetween,
): Promise<readonly FinishedJob[]> {
  const jobs: FinishedJob[] = [];
  const refs = (await readIds(redis, queue, between)).map((id) => ({ queue, id }));
  await sample(refs, fields, (samples) => {
    for (const { fields: values } of samples) jobs.push(...toFinished(values));
  });
  return jobs;
}

async function readIds(
  redis: Redis,
  queue: string,
  { afterMs, beforeMs }: FinishedBetween,
): Promise<readonly string[]> {
  const [newest, oldest] = [beforeMs === null ? "+inf" : `(${beforeMs}`, afterMs === null ? "-inf" : `(${afterMs}`];
  const [ids] = await runPipeline(
    // The score is `finishedOn` (BullMQ `src/commands/moveToFinished-14.lua`).
    redis.pipeline().zrevrangebyscore(queueKey(queue, "completed"), newest, oldest, "LIMIT", 0, finishedJobsRead),
  );
  return Array.isArray(ids) ? ids : [];
}

function toFinished([name, processedOn, finishedOn]: readonly unknown[]): readonly FinishedJob[] {
  const durationMs = Number(finishedOn) - Number(processedOn);
  if (typeof name !== "string" || typeof processedOn !== "string" || typeof finishedOn !== "string") return [];
  return durationMs >= 0 ? [{ name, durationMs, finishedAtMs: Number(finishedOn) }] : [];
}
