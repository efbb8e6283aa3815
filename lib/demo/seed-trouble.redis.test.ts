import { QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";
import { redisTest } from "@/lib/testing/redis-test";
import { openShop, type Shop } from "./open-shop";
import { OwnProcesses } from "./own-processes";
import { seedTrouble, type Trouble } from "./seed-trouble";
import { shopQueues } from "./shop-queues";
import { createWorkerFleet } from "./worker-fleet";

type Situation = { readonly redis: Redis; readonly shop: Shop; readonly trouble: Trouble; readonly changed: Changed };

/** Checks again at every event of the shop's queues until `isTrue`. */
type Changed = (isTrue: () => Promise<boolean>) => Promise<void>;

const lockDurationMs = 6_000;

redisTest(
  "the seeded shop is in all six situations, with workers that really run",
  { timeout: 90_000 },
  async ({ redis, prefix, redisUrl }) => {
    const situation = await startShop(redis, { redisUrl, prefix });

    await expectPausedQueue(situation);
    await expectQueueWithoutWorker(situation);
    await expectFailedWithoutPolicy(situation);
    await expectLongJobWithProgress(situation);
    await expectOneStuckOf2000(situation);
    await expectStuckPaymentRenewed(situation);
  },
);

async function expectStuckPaymentRenewed({ redis, shop, trouble, changed }: Situation): Promise<void> {
  const number = trouble.stuckPayment.slice("order-".length);
  const charge = `${shop.prefix}:payments:charge-${number}`;
  await changed(async () => (await renewedForMs(redis, charge)) > 0);

  expect(await redis.hmget(charge, "name", "pb", "ats", "finishedOn")).toEqual([
    "charge-card",
    "payments-1",
    "1",
    null,
  ]);
  expect(await redis.smembers(`${shop.prefix}:payments:settle-${number}:dependencies`)).toEqual([charge]);
  expect(await redis.smembers(`${shop.prefix}:orders:order-${number}:dependencies`)).toEqual([
    `${shop.prefix}:payments:settle-${number}`,
  ]);
  expect(await redis.zscore(`${shop.prefix}:orders:waiting-children`, trouble.stuckPayment)).not.toBeNull();
}

/** How much later the lock expires than it did when it was taken: above 0 a renewal is proven. */
async function renewedForMs(redis: Redis, jobKey: string): Promise<number> {
  const [ttlMs, processedOn, [seconds, micros]] = await Promise.all([
    redis.pttl(`${jobKey}:lock`),
    redis.hget(jobKey, "processedOn"),
    redis.time(),
  ]);
  return Number(seconds) * 1_000 + Number(micros) / 1_000 + ttlMs - Number(processedOn) - lockDurationMs - 100;
}

async function expectFailedWithoutPolicy({ redis, shop, trouble, changed }: Situation): Promise<void> {
  const parent = `${shop.prefix}:media:${trouble.failedResize}`;
  const child = `${shop.prefix}:media:resize-${trouble.failedResize.slice("product-".length)}-1600`;
  await changed(async () => (await redis.zcard(`${shop.prefix}:media:failed`)) > 0);
  await changed(async () => (await redis.scard(`${parent}:dependencies`)) === 1);

  expect(await redis.smembers(`${parent}:dependencies`)).toEqual([child]);
  expect(JSON.parse((await redis.hget(child, "parent")) ?? "null")).toEqual({
    id: trouble.failedResize,
    queueKey: `${shop.prefix}:media`,
  });
}

async function expectPausedQueue({ redis, shop, trouble }: Situation): Promise<void> {
  expect(await redis.hget(`${shop.prefix}:invoices:meta`, "paused")).toBe("1");
  expect(await redis.scard(`${shop.prefix}:orders:${trouble.pausedQueue}:dependencies`)).toBe(1);
  expect(await redis.llen(`${shop.prefix}:invoices:wait`)).toBeGreaterThan(0);
}

async function expectQueueWithoutWorker({ redis, shop, trouble }: Situation): Promise<void> {
  const clients = String(await redis.client("LIST"));
  const workersOf = (queue: string) =>
    new RegExp(`name=${shop.prefix}:${Buffer.from(queue).toString("base64")}(:w:| )`);

  expect(await redis.scard(`${shop.prefix}:orders:${trouble.nobodysQueue}:dependencies`)).toBe(1);
  expect(clients).toMatch(workersOf("invoices"));
  expect(clients).not.toMatch(workersOf("mail"));
}

async function expectLongJobWithProgress({ redis, shop, trouble, changed }: Situation): Promise<void> {
  const labels = `${shop.prefix}:shipping:labels-${trouble.longLabels.slice("wave-".length)}`;
  const progress = async () => Number((await redis.hget(labels, "progress")) ?? 0);
  await changed(async () => (await progress()) > 0);
  const before = await progress();
  await changed(async () => (await progress()) > before);

  expect(await redis.exists(`${labels}:lock`)).toBe(1);
}

async function expectOneStuckOf2000({ redis, shop, trouble, changed }: Situation): Promise<void> {
  const catalogue = `${shop.prefix}:media:${trouble.wideCatalogue}`;
  await changed(async () => (await redis.scard(`${catalogue}:dependencies`)) === 1);
  const [stuck] = await redis.smembers(`${catalogue}:dependencies`);

  expect(await redis.hlen(`${catalogue}:processed`)).toBe(1_999);
  expect(await redis.exists(`${stuck}:lock`)).toBe(1);
}

async function startShop(
  redis: Redis,
  place: { readonly redisUrl: string; readonly prefix: string },
): Promise<Situation> {
  const processes = new OwnProcesses();
  const shop = await openShop(place);
  const events = shopQueues.map(
    (name) => new QueueEvents(name, { connection: { url: place.redisUrl }, prefix: place.prefix }),
  );
  onTestFinished(async () => {
    await processes.stopAll();
    await Promise.all(events.map((queueEvents) => queueEvents.close()));
    await shop.close();
  });
  await Promise.all(events.map((queueEvents) => queueEvents.waitUntilReady()));
  const fleet = createWorkerFleet({ place, processes, warn: () => undefined });
  const trouble = await seedTrouble(shop, fleet);
  return { redis, shop, trouble, changed: (isTrue) => untilTrue(events, isTrue) };
}

async function untilTrue(events: readonly QueueEvents[], isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await nextEvent(events);
}

function nextEvent(events: readonly QueueEvents[]): Promise<void> {
  return new Promise((resolve) => {
    const seen = () => {
      for (const queueEvents of events) for (const name of watched) queueEvents.off(name, seen);
      resolve();
    };
    for (const queueEvents of events) for (const name of watched) queueEvents.on(name, seen);
  });
}

const watched = ["active", "completed", "failed", "progress"] as const;
