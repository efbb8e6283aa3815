import { type Job, type Queue, QueueEvents, UnrecoverableError } from "bullmq";
import type { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";
import { openShop, type Shop } from "./open-shop";
import { OwnProcesses } from "./own-processes";
import { addTroubleFlow, seedStuckPayment } from "./seed-trouble";
import { firstWorker, otherWorkers, type ShopQueue } from "./shop-queues";
import { failedResize } from "./trouble-flows";
import { createWorkerFleet, type WorkerFleet } from "./worker-fleet";

async function openTestShop(place: {
  readonly redisUrl: string;
  readonly prefix: string;
}): Promise<{ readonly shop: Shop; readonly fleet: WorkerFleet }> {
  const processes = new OwnProcesses();
  const shop = await openShop(place);
  onTestFinished(async () => {
    await processes.stopAll();
    await shop.close();
  });
  return { shop, fleet: createWorkerFleet({ place, processes, warn: () => undefined }) };
}

async function watch(shop: Shop, queue: ShopQueue): Promise<QueueEvents> {
  const events = new QueueEvents(queue, {
    connection: { url: shop.redisUrl },
    prefix: shop.prefix,
    // From the stream's start, so that nothing is missed before the first read.
    lastEventId: "0",
  });
  onTestFinished(() => events.close());
  await events.waitUntilReady();
  return events;
}

function finished(events: QueueEvents, id: string): Promise<"completed" | "failed"> {
  return new Promise((resolve) => {
    events.on("completed", ({ jobId }) => jobId === id && resolve("completed"));
    events.on("failed", ({ jobId }) => jobId === id && resolve("failed"));
  });
}

async function jobOf(queue: Queue, id: string): Promise<Job> {
  const job: Job | undefined = await queue.getJob(id);
  if (job === undefined) throw new Error(`There is no job ${id}.`);
  return job;
}

/** The shop with its stuck payment, and with everybody who works on orders and payments. */
async function stuckShop(redis: Redis, place: { readonly redisUrl: string; readonly prefix: string }) {
  const { shop, fleet } = await openTestShop(place);
  await fleet.start(firstWorker);
  const orderId = await seedStuckPayment(shop);
  const workers = otherWorkers.filter(({ queue }) => queue !== "media" && queue !== "invoices");
  await Promise.all(workers.map((worker) => fleet.start(worker)));
  const chargeId = orderId.replace("order", "charge");
  const charge = await jobOf(shop.queues.payments, chargeId);
  const token = await redis.get(`${place.prefix}:payments:${chargeId}:lock`);
  if (token === null) throw new Error("The stuck charge holds its lock.");
  return { shop, orderId, charge, token };
}

redisTest(
  "a stuck charge that is put back in line settles in its second run, and the order goes on",
  async ({ redis, prefix, redisUrl }) => {
    const { shop, orderId, charge, token } = await stuckShop(redis, { prefix, redisUrl });
    const order = finished(await watch(shop, "orders"), orderId);

    await charge.moveToWait(token);

    expect(await order).toBe("completed");
    expect(await checkInvariants({ prefix, redisUrl })).toEqual([]);
  },
);

redisTest("a stuck charge that is failed fails the order above it", async ({ redis, prefix, redisUrl }) => {
  const { shop, orderId, charge, token } = await stuckShop(redis, { prefix, redisUrl });
  const order = finished(await watch(shop, "orders"), orderId);

  await charge.moveToFailed(new UnrecoverableError("given up by hand"), token, false);

  expect(await order).toBe("failed");
  expect(await checkInvariants({ prefix, redisUrl })).toEqual([]);
});

redisTest(
  "a failed resize that is retried by hand succeeds, and its product is published",
  async ({ prefix, redisUrl }) => {
    const { shop, fleet } = await openTestShop({ prefix, redisUrl });
    const events = await watch(shop, "media");
    const productId = await addTroubleFlow(shop, (number) => failedResize(number, Math.random));
    const resizeId = `${productId.replace("product", "resize")}-1600`;
    const product = finished(events, productId);
    const resize = finished(events, resizeId);
    await Promise.all(otherWorkers.filter(({ queue }) => queue === "media").map((worker) => fleet.start(worker)));

    expect(await resize).toBe("failed");
    await (await jobOf(shop.queues.media, resizeId)).retry("failed");

    expect(await product).toBe("completed");
    expect(await checkInvariants({ prefix, redisUrl })).toEqual([]);
  },
);
