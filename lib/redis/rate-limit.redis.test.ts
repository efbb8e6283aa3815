import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { expect } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import { createPipelineFlowReader } from "./pipeline-flow-reader";

async function readLimitedForMs(redis: Redis, queue: string) {
  const [reading] = await createPipelineFlowReader({ redis, knownQueues: () => new Set() }).readQueues([queue]);
  return reading?.limits.rateLimitedForMs;
}

// Every start of a job under a worker's own limit counts: a busy queue far below it was always called limited.
redisTest.for([
  ["a worker's own limit, jobs at work", { count: 1, active: 1, waiting: 5 }, null],
  ["a worker's own limit, nothing waits", { count: 1, active: 0, waiting: 0 }, null],
  ["a worker's own limit, jobs wait and none is at work", { count: 1, active: 0, waiting: 1 }, expect.any(Number)],
  ["a queue's limit that is not reached", { count: 1, active: 0, waiting: 1, max: 2 }, null],
  ["a queue's limit that is reached", { count: 2, active: 1, waiting: 1, max: 2 }, expect.any(Number)],
] as const)("whether a queue is at its rate limit: %s", async ([, facts, limitedForMs], { redis, prefix }) => {
  const queue = `${prefix}:mail`;
  const seed = redis.multi().set(`${queue}:limiter`, facts.count, "PX", 60_000);
  if ("max" in facts) seed.hset(`${queue}:meta`, { max: facts.max, duration: 1_000 });
  for (let id = 0; id < facts.active; id += 1) seed.rpush(`${queue}:active`, `a${id}`);
  for (let id = 0; id < facts.waiting; id += 1) seed.rpush(`${queue}:wait`, `w${id}`);
  await seed.exec();

  expect(await readLimitedForMs(redis, queue)).toEqual(limitedForMs);
});

redisTest("a queue that was told to wait is limited although a job is at work", async ({ redis, prefix }) => {
  const queue = new Queue("mail", { connection: { host: redis.options.host, port: redis.options.port }, prefix });
  await queue.rateLimit(60_000);
  await queue.close();
  await redis.rpush(`${prefix}:mail:active`, "1");

  expect(await readLimitedForMs(redis, `${prefix}:mail`)).toBeGreaterThan(0);
});
