import { Queue } from "bullmq";
import { expect, onTestFinished } from "vitest";
import { redisTest } from "@/lib/testing/redis-test";
import { findForeignQueues } from "./find-foreign-queues";
import { openShop } from "./open-shop";

async function makeQueue(name: string, place: { readonly redisUrl: string; readonly prefix: string }): Promise<void> {
  const queue = new Queue(name, { connection: { url: place.redisUrl }, prefix: place.prefix });
  await queue.waitUntilReady();
  await queue.close();
}

redisTest(
  "a queue that the demo did not make is foreign, even under one of the shop's names",
  async ({ redis, prefix, redisUrl }) => {
    await makeQueue("orders", { redisUrl, prefix });
    await makeQueue("reports", { redisUrl, prefix });

    const found = await findForeignQueues(redis);

    expect(found.filter((queue) => queue.startsWith(`${prefix}:`))).toEqual([`${prefix}:orders`, `${prefix}:reports`]);
  },
);

redisTest("the shop's own queues are not foreign, others beside them are", async ({ redis, prefix, redisUrl }) => {
  const shop = await openShop({ redisUrl, prefix });
  onTestFinished(() => shop.close());
  await makeQueue("reports", { redisUrl, prefix });

  const found = await findForeignQueues(redis);

  expect(found.filter((queue) => queue.startsWith(`${prefix}:`))).toEqual([`${prefix}:reports`]);
});

redisTest("a hash called meta that is not BullMQ's is no queue", async ({ redis, prefix }) => {
  await redis.hset(`${prefix}:song:meta`, "artist", "Nina Simone");

  const found = await findForeignQueues(redis);

  expect(found.filter((queue) => queue.startsWith(`${prefix}:`))).toEqual([]);
});
