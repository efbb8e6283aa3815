import type { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { redisTest } from "@/lib/testing/redis-test";
import { writeJob } from "@/lib/testing/seed-by-hand";

import { createPipelineFlowReader } from "./pipeline-flow-reader";
import { parseRedisUrl } from "./redis-address";
import { openRedisConnection } from "./redis-connection";
import { createRedisLockSource } from "./redis-lock-source";
import { createScriptFlowReader } from "./script-flow-reader";

const everything = { afterMs: null, beforeMs: null };
const knownQueues = () => new Set<string>();

/** Both ways to read, the script's over a connection that counts what it sends. */
function openBothWays(redis: Redis, redisUrl: string) {
  const parsed = parseRedisUrl(redisUrl);
  if (parsed.kind === "unusable") throw new Error("The test's URL is unusable.");
  const counted = openRedisConnection(parsed.address, "reader");
  onTestFinished(() => counted.disconnect());
  const readers = [
    createPipelineFlowReader({ redis, knownQueues }),
    createScriptFlowReader({ redis: counted, knownQueues }),
  ] as const;
  const sources = [
    createRedisLockSource({ redis, reader: readers[0] }),
    createRedisLockSource({ redis: counted, reader: readers[1] }),
  ] as const;
  return { readers, sources, counted };
}

async function seedQueues(redis: Redis, prefix: string) {
  const [busy, limited, paused, damaged, empty] = ["busy", "limited", "paused", "damaged", "empty"].map(
    (name) => `${prefix}:${name}`,
  ) as [string, string, string, string, string];
  const seed = redis.pipeline();
  seed.hset(`${busy}:meta`, { "opts.maxLenEvents": "10000", version: "bullmq:6.7.0", concurrency: "3" });
  seed.set(`${busy}:id`, "7").set(`${busy}:stalled-check`, "1").rpush(`${busy}:active`, "a", "0:0", "b");
  writeJob(seed, { queue: busy, id: "first" }, { timestamp: "1000" });
  seed.lpush(`${busy}:wait`, "first", "second").zadd(`${busy}:completed`, 1, "c").zadd(`${busy}:failed`, 1, "f");
  seed.hset(`${limited}:meta`, { max: "2", duration: "1000" }).set(`${limited}:limiter`, "2", "PX", 60_000);
  seed.zadd(`${limited}:prioritized`, 1, "p").zadd(`${limited}:delayed`, 1, "d").rpush(`${limited}:wait`, "gone");
  writeJob(seed, { queue: paused, id: "held" }, { timestamp: "2000" });
  seed
    .hset(`${paused}:meta`, "paused", "1")
    .rpush(`${paused}:paused`, "held")
    .zadd(`${paused}:waiting-children`, 1, "w");
  for (const part of ["meta", "wait", "active", "prioritized", "limiter", "id"])
    seed.xadd(`${damaged}:${part}`, "*", "a", "b");
  await seed.exec();
  return [busy, limited, paused, damaged, empty];
}

redisTest(
  "queues read by a script are those read by commands, and cost two commands",
  async ({ redis, redisUrl, prefix }) => {
    const queues = await seedQueues(redis, prefix);
    const { readers, counted } = openBothWays(redis, redisUrl);
    const [plain, script] = readers;
    await script.readQueues(queues);
    const before = counted.commandsSent;
    const [byScript, byCommands] = [await script.readQueues(queues), await plain.readQueues(queues)];
    const sent = counted.commandsSent - before;

    const asOf = (readings: typeof byScript) =>
      readings.map(({ readAtMs, oldestWaitingMs, limits, ...reading }) => ({
        ...reading,
        limits: { ...limits, rateLimitedForMs: limits.rateLimitedForMs === null ? null : "some" },
        oldestAtMs: oldestWaitingMs === null ? null : readAtMs - oldestWaitingMs,
      }));
    expect(asOf(byScript)).toEqual(asOf(byCommands));
    expect(asOf(byScript)).toMatchObject([
      { counts: { waiting: 2, active: 3 }, oldestAtMs: 1_000, limits: { concurrency: 3 }, bullmqVersion: "6.7.0" },
      { limits: { rateMax: 2, rateLimitedForMs: "some" }, counts: { prioritized: 1, delayed: 1 }, oldestAtMs: null },
      { paused: true, pausedListLength: 1, oldestAtMs: 2_000, everUsed: false },
      { damaged: ["wrong-type"], everUsed: true },
      { damaged: [], counts: { waiting: 0 }, stalledCheckPresent: false },
    ]);
    // CLIENT LIST and the script.
    expect(sent).toBe(2);
  },
);

redisTest(
  "signs of progress are the same by both ways, whatever the values are",
  async ({ redis, redisUrl, prefix }) => {
    const queue = `${prefix}:q`;
    const values = ["", "0", "1", '{"done":"é✓"}', "x".repeat(16 * 1024), "x".repeat(16 * 1024 + 1)];
    const refs = values.map((_, index) => ({ queue, id: `j${index}` }));
    const seed = redis.pipeline();
    for (const [index, ref] of refs.entries()) {
      writeJob(seed, ref, { data: values[index] ?? "", progress: values[index] ?? "" });
      for (let line = 0; line < index; line += 1) seed.rpush(`${jobKey(ref)}:logs`, "line");
    }
    seed.set(`${queue}:text`, "no hash").set(`${queue}:text:logs`, "no list");
    await seed.exec();
    const asked = [...refs, { queue, id: "text" }, { queue, id: "gone" }, { queue: `${prefix}x:q`, id: "other" }];
    const { sources, counted } = openBothWays(redis, redisUrl);
    const [plain, script] = sources;
    await script.readSigns(refs.slice(0, 1));
    const before = counted.commandsSent;

    const byScript = await script.readSigns(asked);

    // One for each prefix.
    expect(counted.commandsSent - before).toBe(2);
    expect(byScript).toEqual(await plain.readSigns(asked));
    expect(byScript).toMatchObject([
      ...[{ progressDigest: null, dataDigest: null }, { progressDigest: null }],
      ...[{ progressDigest: expect.stringMatching(/^[0-9a-f]{12}$/), logLines: 2 }, { logLines: 3 }, { logLines: 4 }],
      ...[{ progressDigest: "16385 bytes", dataDigest: "16385 bytes" }, {}, { logLines: 0 }, {}],
    ]);
  },
);

redisTest("a sweep costs two commands however many queues there are", async ({ redis, redisUrl, prefix }) => {
  const queues = Array.from({ length: 60 }, (_, index) => `${prefix}:q${index}`);
  const seed = redis.pipeline();
  for (const [index, queue] of queues.entries()) {
    writeJob(seed, { queue, id: "held" }, { name: "charge", processedOn: "1000", finishedOn: "3000" });
    seed.rpush(`${queue}:active`, "held").set(`${queue}:held:lock`, `worker:${index}`, "PX", 60_000);
    if (index % 2 === 0) seed.set(`${queue}:stalled-check`, "1");
    seed.zadd(`${queue}:completed`, 3_000, "held");
  }
  await seed.exec();
  const { sources, counted } = openBothWays(redis, redisUrl);
  const [plain, script] = sources;
  await script.readHeldLocks(queues);
  await script.readFinished(queues[0] ?? "", everything);
  const before = counted.commandsSent;

  const held = await script.readHeldLocks(queues);
  const sentForSweep = counted.commandsSent - before;
  const durations = await script.readFinished(queues[0] ?? "", everything);

  expect(sentForSweep).toBeLessThanOrEqual(3);
  expect(counted.commandsSent - before - sentForSweep).toBe(2);
  expect(durations).toEqual([{ name: "charge", durationMs: 2_000, finishedAtMs: 3_000 }]);
  expect(durations).toEqual(await plain.readFinished(queues[0] ?? "", everything));
  expect(held.jobs.map(({ ref }) => ref.queue).toSorted()).toEqual(queues.toSorted());
  expect(held.queuesWithStalledCheck).toEqual((await plain.readHeldLocks(queues)).queuesWithStalledCheck);
  expect(held.queuesWithStalledCheck.size).toBe(30);
});
