import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { latestFive } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { dumpKeys } from "@/lib/testing/dump-keys";
import { leastWriterRights, openRedisAs } from "@/lib/testing/least-acl";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";
import { writeJob } from "@/lib/testing/seed-by-hand";

import { createJobActor } from "./job-actor";
import { movedAtOnceMax } from "./resume-queue";

type Shop = { readonly redis: Redis; readonly redisUrl: string; readonly prefix: string };

const resumeAsLeast = async ({ redis, redisUrl, prefix }: Shop, id: string, more: readonly string[] = []) => {
  const actorRedis = await openRedisAs({ redisUrl, prefix }, { rights: [...leastWriterRights, ...more] });
  const operator = openOperator(createJobActor, { redis, actorRedis });
  return operator.perform("resume-queue", await operator.preview("resume-queue", { queue: `${prefix}:mail`, id }));
};

/** So many jobs in the list that BullMQ 5 pauses into, the first to run at its end, and some that a BullMQ 6 added since. */
async function seedPaused({ redis, prefix }: Shop, count: number, since: readonly string[]): Promise<void> {
  const put = redis.pipeline();
  // Of very many only the first exists: whether a job's hash does plays no part here.
  const existing = [...nextFirst(count).slice(0, count > 3_000 ? 1 : count), ...since];
  for (const id of existing) writeJob(put, { queue: `${prefix}:mail`, id });
  if (count > 0) put.lpush(`${prefix}:mail:paused`, ...nextFirst(count));
  if (since.length > 0) put.lpush(`${prefix}:mail:wait`, ...since);
  put.hset(`${prefix}:mail:meta`, { paused: 1, "opts.maxLenEvents": 10_000 });
  await put.exec();
}

function connectionOf(redisUrl: string) {
  const { hostname, port } = new URL(redisUrl);
  return { host: hostname, port: Number(port) };
}

const nextFirst = (count: number) => Array.from({ length: count }, (_, at) => `aside-${at + 1}`);

redisTest("what BullMQ 5 put aside runs first and in its order", async ({ redis, redisUrl, prefix }) => {
  const shop = { redis, redisUrl, prefix };
  await seedPaused(shop, 2_500, ["since-1", "since-2"]);

  const result = await resumeAsLeast(shop, "aside-1");

  expect(result).toMatchObject({ result: "done", code: null });
  const line = await redis.lrange(`${prefix}:mail:wait`, 0, -1);
  expect(line.toReversed()).toEqual([...nextFirst(2_500), "since-1", "since-2"]);
  expect(await redis.exists(`${prefix}:mail:paused`)).toBe(0);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest.for([
  { since: [], delayed: 0 },
  { since: ["since-1"], delayed: 0 },
  { since: [], delayed: 1 },
])(
  "it leaves what BullMQ 6's own resume leaves: in line since $since, delayed $delayed",
  async ({ since, delayed }, { redis, redisUrl, prefix }) => {
    const left = [];
    for (const own of [`${prefix}a`, `${prefix}b`]) {
      const shop = { redis, redisUrl, prefix: own };
      await seedPaused(shop, delayed === 1 ? 0 : 3, since);
      if (delayed === 1) {
        await redis.zadd(`${own}:mail:delayed`, 4096 * 1_000_000 + 7, "later");
        const put = redis.pipeline();
        writeJob(put, { queue: `${own}:mail`, id: "later" });
        await put.exec();
      }
      const queue = new Queue("mail", { connection: connectionOf(redisUrl), prefix: own, skipMetasUpdate: true });
      onTestFinished(() => queue.close());
      if (own === `${prefix}a`) await queue.resume();
      else expect(await resumeAsLeast(shop, delayed === 1 ? "later" : "aside-1")).toMatchObject({ result: "done" });
      left.push({
        wait: await redis.lrange(`${own}:mail:wait`, 0, -1),
        paused: await redis.exists(`${own}:mail:paused`),
        meta: await redis.hgetall(`${own}:mail:meta`),
        marker: await redis.zrange(`${own}:mail:marker`, "0", "-1", "WITHSCORES"),
        events: (await redis.xrange(`${own}:mail:events`, "-", "+")).map(([, fields]) => fields),
      });
    }

    expect(left[1]).toEqual(left[0]);
  },
);

redisTest(
  "more than one command may move takes the right to rename, and is refused whole without it",
  async ({ redis, redisUrl, prefix }) => {
    const shop = { redis, redisUrl, prefix };
    await seedPaused(shop, movedAtOnceMax + 1, ["since-1", "since-2"]);
    const before = await dumpKeys(redis, prefix);

    const refused = await resumeAsLeast(shop, "aside-1");
    const after = await dumpKeys(redis, prefix);
    const done = await resumeAsLeast(shop, "aside-1", ["+rename"]);

    expect(refused).toMatchObject({ result: "refused", code: "redis-denied", denied: "rename" });
    expect(after).toEqual(before);
    expect(done).toMatchObject({ result: "done", code: null });
    const line = await redis.lrange(`${prefix}:mail:wait`, 0, -1);
    expect(line.toReversed()).toEqual([...nextFirst(movedAtOnceMax + 1), "since-1", "since-2"]);
  },
);

redisTest(
  "a BullMQ 5 that pauses and resumes before and after finds every job",
  async ({ redis, redisUrl, prefix }) => {
    const shop = { redis, redisUrl, prefix };
    const queue = new latestFive.Queue("mail", { connection: connectionOf(redisUrl), prefix });
    onTestFinished(() => queue.close());
    const ids = ["1a", "2a", "3a"];
    await queue.addBulk(ids.map((jobId) => ({ name: "send", data: {}, opts: { jobId } })));
    await queue.pause();

    await resumeAsLeast(shop, "1a");
    await queue.pause();
    await queue.resume();

    expect((await redis.lrange(`${prefix}:mail:wait`, 0, -1)).toReversed()).toEqual(ids);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);
