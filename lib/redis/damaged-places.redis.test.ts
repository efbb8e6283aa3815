import type { Redis } from "ioredis";
import { expect } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";
import { writeJob } from "@/lib/testing/seed-by-hand";

import { createPipelineFlowReader } from "./pipeline-flow-reader";

async function readOne(redis: Redis, queue: string, id: string) {
  const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set([queue]) });
  const [job] = await reader.readJobs([{ queue, id }]);
  return job;
}

// Nothing told such a job from one that was lost.
redisTest.for([["wait"], ["paused"]])(
  "a job that is nowhere while the list %s can't be read is marked, not lost",
  async ([list], { redis, prefix }) => {
    const queue = `${prefix}:mail`;
    await redis.set(`${queue}:${list}`, "no list");
    const seed = redis.multi();
    writeJob(seed, { queue, id: "1" });
    await seed.exec();

    expect(await readOne(redis, queue, "1")).toMatchObject({ state: "none", damaged: ["wrong-type"] });
  },
);

redisTest("a job that waits in a list that can be read is whole", async ({ redis, prefix }) => {
  const queue = `${prefix}:mail`;
  const seed = redis.multi().set(`${queue}:paused`, "no list").rpush(`${queue}:wait`, "1");
  writeJob(seed, { queue, id: "1" });
  await seed.exec();

  expect(await readOne(redis, queue, "1")).toMatchObject({ state: "waiting", damaged: [] });
});

// BullMQ takes such ids: the job's hash then stands where the queue's list or counter should.
redisTest.for([["wait"], ["events"], ["stalled"], ["id"], ["marker"]] as const)(
  "a job whose id is the queue's own key %s is marked",
  async ([id], { redis, prefix }) => {
    const queue = `${prefix}:mail`;
    const seed = redis.multi();
    writeJob(seed, { queue, id });
    await seed.exec();

    expect((await readOne(redis, queue, id))?.damaged).toEqual(["wrong-type"]);
  },
);
