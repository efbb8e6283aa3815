import type { Job } from "bullmq";
import type { Redis } from "ioredis";
import { describe, expect, onTestFinished } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { generations } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";
import { writeJob } from "@/lib/testing/seed-by-hand";

import { createPipelineFlowReader } from "./pipeline-flow-reader";
import { parseRedisUrl } from "./redis-address";
import { openRedisConnection } from "./redis-connection";
import { createRedisLockSource } from "./redis-lock-source";
import { createScriptFlowReader } from "./script-flow-reader";

const ways = [
  { way: "plain commands", createReader: createPipelineFlowReader },
  { way: "scripts", createReader: createScriptFlowReader },
] as const;

function openSource(redis: Redis, createReader: (typeof ways)[number]["createReader"] = createScriptFlowReader) {
  return createRedisLockSource({ redis, reader: createReader({ redis, knownQueues: () => new Set() }) });
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
      const all = await source.readFinished(held.queue, { afterMs: null, beforeMs: null });
      expect(all).toEqual([{ name: "quick", durationMs: expect.any(Number), finishedAtMs: expect.any(Number) }]);
      const finishedAtMs = all[0]?.finishedAtMs ?? null;
      expect(await source.readFinished(held.queue, { afterMs: finishedAtMs, beforeMs: null })).toEqual([]);
      expect(await source.readFinished(held.queue, { afterMs: null, beforeMs: finishedAtMs })).toEqual([]);
    },
  );
});

describe.each(ways)("the lock source by $way", ({ createReader }) => {
  redisTest("finds a run's start behind much news and large payloads", async ({ redis, prefix }) => {
    const queue = `${prefix}:q`;
    const payload = "x".repeat(200_000);
    const told = (event: string, jobId: string, ...more: readonly string[]) =>
      redis.xadd(`${queue}:events`, "*", "event", event, "jobId", jobId, ...more);
    const ms = (entryId: string | null) => Number(entryId?.split("-")[0]);
    await told("progress", "held", "data", "1");
    const start = await told("active", "held");
    await told("progress", "held", "data", payload);
    const progress = await told("progress", "held", "data", payload);
    for (let index = 0; index < 30; index += 1) await told("completed", `other-${index}`, "returnvalue", payload);
    for (let index = 0; index < 300; index += 1) await told("active", `other-${index}`);
    const source = openSource(redis, createReader);

    expect(await source.readRunEvents({ queue, id: "held" })).toEqual({
      ...{ activeAtMs: ms(start), lastProgressAtMs: ms(progress) },
    });
    expect(await source.readRunEvents({ queue, id: "none" })).toEqual({ activeAtMs: null, lastProgressAtMs: null });
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
      const source = openSource(redis, createReader);

      for (const sweep of [1, 2]) {
        const { jobs, truncated } = await source.readHeldLocks([queue]);
        const lost = jobs.filter((job) => job.lock === null).map((job) => job.ref.id);
        expect({ sweep, lost, count: jobs.length, truncated }).toEqual({
          ...{ sweep, lost: ["a7"], count: 6_000, truncated: false },
        });
        expect(jobs.find((job) => job.ref.id === "a5999")?.lock?.ttlMs).toBeGreaterThan(50_000);
      }
    },
  );

  redisTest("follows a lock from sweep to sweep, and sees at once what is another run", async ({ redis, prefix }) => {
    const queue = `${prefix}:q`;
    const key = `${queue}:held`;
    const seed = redis.pipeline();
    writeJob(seed, { queue, id: "held" }, { name: "charge", processedOn: "1000", progress: "1" });
    seed.rpush(`${queue}:active`, "held").set(`${key}:lock`, "worker:1", "PX", 20_000);
    await seed.exec();
    const source = openSource(redis, createReader);
    const sweep = async () => {
      const [job, ...more] = (await source.readHeldLocks([queue])).jobs;
      if (job === undefined || more.length > 0) throw new Error("One job is at work.");
      return job;
    };

    const first = await sweep();
    await redis.multi().hset(key, "progress", "2").pexpire(`${key}:lock`, 90_000).exec();
    const renewed = await sweep();
    await redis.hset(key, "name", "refund", "processedOn", "2000", "ats", "2");
    const secondRun = await sweep();
    await redis.set(`${key}:lock`, "worker:2", "PX", 20_000);
    const otherLock = await sweep();
    await redis.del(`${key}:lock`);
    const lost = await sweep();
    await redis.set(key, "no hash");
    const damaged = await source.readHeldLocks([queue]);

    expect(renewed).toEqual({
      ...{ ...first, readAtMs: renewed.readAtMs, progress: "2" },
      lock: { ...first.lock, ttlMs: expect.any(Number) },
    });
    expect(first.lock?.ttlMs).toBeLessThanOrEqual(20_000);
    expect(renewed.lock?.ttlMs).toBeGreaterThan(80_000);
    expect(renewed.readAtMs).toBeGreaterThanOrEqual(first.readAtMs);
    expect(secondRun).toMatchObject({ name: "refund", processedAtMs: 2_000, attempts: { started: 2 } });
    expect(secondRun.lock?.lockId).toBe(first.lock?.lockId);
    expect(otherLock).toMatchObject({ name: "refund", lock: { workerId: first.lock?.workerId } });
    expect(otherLock.lock?.lockId).not.toBe(first.lock?.lockId);
    expect(lost).toMatchObject({ state: "active", lock: null });
    expect(damaged.jobs.filter((job) => job.lock !== null)).toEqual([]);
  });

  redisTest("reads a held job whole again within some sweeps", async ({ redis, prefix }) => {
    const queue = `${prefix}:q`;
    const seed = redis.pipeline();
    for (const id of ["a", "b", "c"]) {
      writeJob(seed, { queue, id });
      seed.rpush(`${queue}:active`, id).set(`${queue}:${id}:lock`, `worker:${id}`, "PX", 60_000);
    }
    await seed.exec();
    const source = openSource(redis, createReader);
    await source.readHeldLocks([queue]);
    for (const id of ["a", "b", "c"]) await redis.hset(`${queue}:${id}`, "defa", "child failed");

    let jobs = (await source.readHeldLocks([queue])).jobs;
    for (let sweep = 0; sweep < 12; sweep += 1) ({ jobs } = await source.readHeldLocks([queue]));

    expect(jobs.map((job) => job.deferredFailure)).toEqual(Array.from({ length: 3 }, () => "child failed"));
  });
});

redisTest(
  "following the events of queues in which nothing happens costs one command, which tells the time, too",
  async ({ redis, redisUrl, prefix }) => {
    const queues = Array.from({ length: 20 }, (_, index) => `${prefix}:q${index}`);
    for (const queue of queues) await redis.xadd(`${queue}:events`, "*", "event", "drained");
    const parsed = parseRedisUrl(redisUrl);
    if (parsed.kind === "unusable") throw new Error("The test's URL is unusable.");
    const sampler = openRedisConnection(parsed.address, "sampler");
    onTestFinished(() => sampler.disconnect());
    const source = openSource(sampler);
    const sweep = async () => {
      const before = sampler.commandsSent;
      const { atMs } = await source.readHeldLocks(queues);
      const held = sampler.commandsSent;
      await source.followRuns(queues);
      return { held: held - before, followed: sampler.commandsSent - held, atMs };
    };

    await sweep();
    const { held, followed, atMs } = await sweep();
    const [seconds] = await redis.time();

    expect(followed).toBe(1);
    // Of each queue those at work and the stalled check; no TIME.
    expect(held).toBeLessThanOrEqual(2 * queues.length);
    expect(Math.abs(atMs / 1_000 - Number(seconds))).toBeLessThan(5);
  },
);

redisTest("goes on by plain commands where scripts are refused", async ({ redis, redisUrl, prefix }) => {
  const queue = `${prefix}:q`;
  const seed = redis.pipeline();
  writeJob(seed, { queue, id: "held" });
  seed.rpush(`${queue}:active`, "held").set(`${queue}:held:lock`, "worker:1", "PX", 60_000);
  await seed.exec();
  const rights = `~${prefix}:* +@read +multi +exec +info +time +ping +hello +auth +select +client|setname`;
  await redis.call("ACL", "SETUSER", prefix, "on", ">pw", ...rights.split(" "));
  const url = new URL(redisUrl);
  const parsed = parseRedisUrl(`redis://${prefix}:pw@${url.host}`);
  if (parsed.kind === "unusable") throw new Error("The test's URL is unusable.");
  const reader = openRedisConnection(parsed.address, "reader");
  onTestFinished(() => reader.disconnect());
  const source = openSource(reader);

  const sweeps = [await source.readHeldLocks([queue]), await source.readHeldLocks([queue])];
  await redis.call("ACL", "DELUSER", prefix);

  for (const { jobs } of sweeps) expect(jobs).toMatchObject([{ ref: { queue, id: "held" }, lock: {} }]);
});

redisTest("bears the wrong type in the queue's events and collections", async ({ redis, prefix }) => {
  const queue = `${prefix}:q`;
  for (const part of ["active", "completed", "events"]) await redis.set(`${queue}:${part}`, "wrong");
  const source = openSource(redis);
  expect(await source.readHeldLocks([queue])).toMatchObject({ jobs: [] });
  expect(await source.readRunEvents({ queue, id: "1" })).toEqual({ activeAtMs: null, lastProgressAtMs: null });
  expect(await source.readFinished(queue, { afterMs: null, beforeMs: null })).toEqual([]);
  expect(await source.followRuns([queue])).toEqual([]);
});
