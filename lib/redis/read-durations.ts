import type { Redis } from "ioredis";

import type { FinishedDuration } from "@/lib/core/lock-source";

import { jobHashKey, queueKey } from "./keys";
import { runPipeline } from "./run-pipeline";

const finishedJobsRead = 200;

/** How long the jobs took that completed last in a queue; both ends are the same worker's clock. */
export async function readDurations(redis: Redis, queue: string): Promise<readonly FinishedDuration[]> {
  const [ids] = await runPipeline(redis.pipeline().zrevrange(queueKey(queue, "completed"), 0, finishedJobsRead - 1));
  if (!Array.isArray(ids)) return [];
  const pipeline = redis.pipeline();
  for (const id of ids) pipeline.hmget(jobHashKey({ queue, id }), "name", "processedOn", "finishedOn");
  const replies = await runPipeline(pipeline);
  return replies.flatMap((reply) => {
    if (!Array.isArray(reply)) return [];
    const [name, processedOn, finishedOn] = reply;
    const durationMs = Number(finishedOn) - Number(processedOn);
    if (typeof name !== "string" || processedOn === null || finishedOn === null || !(durationMs >= 0)) return [];
    return [{ name, durationMs }];
  });
}
