import type { Job } from "bullmq";
import type { Redis } from "ioredis";
import { describe, expect, onTestFinished } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { generations } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";
import { writeJob } from "@/lib/testing/seed-by-hand";

import { createPipelineFlowReader } from "./pipeline-flow-reader";
import { createRedisLockSource } from "./redis-lock-source";

function openSource(redis: Redis) {
  return createRedisLockSource({ redis, reader: createPipelineFlowReader({ redis, knownQueues: () => new Set() }) });
}

describe.each(generations)("the lock source on $name workers", (generation) => {
  redisTest(
    "finds held locks, signs of progress, the run's events and how long jobs took",
    async ({ redis, redisUrl, prefix }) => {
      const { hostname, port } = new URL(redisUrl);
      const options = { connection: { host: hostname, port: Number(port) }, prefix };
      const queue = new generation.Queue("q", options);
      const held = { queue: `${prefix}:q`, id: "held" };
      const worker = new generation.Worker(
        "q",
        async (job: Job) => {
          if (job.id !== "held") return "done";
          await job.log("one");
          await job.updateProgress(40);
          return new Promise(() => {});
        },
        { ...options, name: "q-1", concurrency: 2 },
      );
      onTestFinished(async () => {
        await worker.close(true);
        await queue.close();
      });
      const isUnderWay = Promise.all([
        new Promise((done) => worker.once("progress", done)),
        new Promise((done) => worker.once("completed", done)),
      ]);
      await queue.add("quick", {}, { jobId: "quick" });
      await queue.add("slow", { amount: 1 }, { jobId: "held" });
      await isUnderWay;
      const source = openSource(redis);
      const token = (await redis.get(`${jobKey(held)}:lock`)) ?? "";

      const locks = await source.readHeldLocks([held.queue, `${prefix}:empty`]);
      const [before] = await source.readSigns([held]);
      await redis.hset(jobKey(held), "data", '{"amount":2}');
      const [after] = await source.readSigns([held]);
      const events = await source.readRunEvents(held);

      expect(locks).toMatchObject({ jobs: [{ ref: held, name: "slow", processedBy: "q-1" }], truncated: false });
      expect(locks.jobs[0]?.lock?.ttlMs).toBeGreaterThan(0);
      expect(JSON.stringify(locks)).not.toContain(token.split(":")[0]);
      expect([...locks.queuesWithStalledCheck]).toEqual([held.queue]);
      expect(before).toMatchObject({ logLines: 1, progressDigest: expect.any(String), dataDigest: expect.any(String) });
      expect(after).toEqual({ ...before, dataDigest: expect.not.stringMatching(before?.dataDigest ?? "") });
      expect(events.activeAtMs).toBeLessThanOrEqual(locks.atMs);
      expect(events.lastProgressAtMs).toBeGreaterThanOrEqual(events.activeAtMs ?? Infinity);
      expect(await source.readDurations(held.queue)).toMatchObject([{ name: "quick", durationMs: expect.any(Number) }]);
    },
  );
});

redisTest(
  "says that a lock is lost only of a job that is still active, and reads thousands",
  async ({ redis, prefix }) => {
    const queue = `${prefix}:q`;
    const seed = redis.pipeline();
    for (let index = 0; index < 6_000; index += 1) {
      writeJob(seed, { queue, id: `a${index}` });
      seed.rpush(`${queue}:active`, `a${index}`).set(`${queue}:a${index}:lock`, `worker:${index}`, "PX", 60_000);
    }
    seed.del(`${queue}:a7:lock`).rpush(`${queue}:active`, "0:0", "gone");
    await seed.exec();

    const locks = await openSource(redis).readHeldLocks([queue]);

    const lost = locks.jobs.filter((job) => job.lock === null).map((job) => job.ref.id);
    expect(lost).toEqual(["a7"]);
    expect(locks.jobs).toHaveLength(6_000);
    expect(locks.truncated).toBe(false);
  },
);

redisTest("bears the wrong type in the queue's events and collections", async ({ redis, prefix }) => {
  const queue = `${prefix}:q`;
  for (const part of ["active", "completed", "events"]) await redis.set(`${queue}:${part}`, "wrong");
  const source = openSource(redis);
  expect(await source.readHeldLocks([queue])).toMatchObject({ jobs: [] });
  expect(await source.readRunEvents({ queue, id: "1" })).toEqual({ activeAtMs: null, lastProgressAtMs: null });
  expect(await source.readDurations(queue)).toEqual([]);
});
