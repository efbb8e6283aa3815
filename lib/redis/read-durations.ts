import type { Redis } from "ioredis";

import type { FinishedDuration } from "@/lib/core/lock-source";

import { jobHashKey, queueKey } from "./keys";
import { runPipeline } from "./run-pipeline";
import type { SampleJobs } from "./sample-jobs";

const finishedJobsRead = 200;
const fields = ["name", "processedOn", "finishedOn"] as const;

/** How long the jobs took that completed last in a queue; both ends are the same worker's clock. */
export async function readDurations(redis: Redis, queue: string): Promise<readonly FinishedDuration[]> {
  const pipeline = redis.pipeline();
  for (const id of await readLastIds(redis, queue)) pipeline.hmget(jobHashKey({ queue, id }), ...fields);
  const replies = await runPipeline(pipeline);
  return replies.flatMap((reply) => (Array.isArray(reply) ? toDuration(reply) : []));
}

/** The same, the jobs sampled many at once. */
export async function readDurationsBy(
  sample: SampleJobs,
  redis: Redis,
  queue: string,
): Promise<readonly FinishedDuration[]> {
  const durations: FinishedDuration[] = [];
  const refs = (await readLastIds(redis, queue)).map((id) => ({ queue, id }));
  await sample(refs, fields, (samples) => {
    for (const { fields: values } of samples) durations.push(...toDuration(values));
  });
  return durations;
}

async function readLastIds(redis: Redis, queue: string): Promise<readonly string[]> {
  const [ids] = await runPipeline(redis.pipeline().zrevrange(queueKey(queue, "completed"), 0, finishedJobsRead - 1));
  return Array.isArray(ids) ? ids : [];
}

function toDuration([name, processedOn, finishedOn]: readonly unknown[]): readonly FinishedDuration[] {
  const durationMs = Number(finishedOn) - Number(processedOn);
  if (typeof name !== "string" || typeof processedOn !== "string" || typeof finishedOn !== "string") return [];
  return durationMs >= 0 ? [{ name, durationMs }] : [];
}
