import { FlowProducer, Queue } from "bullmq";
import { Redis } from "ioredis";
import { shopRecordKey, type ShopPlace } from "./shop-place";
import { shopQueues, type ShopQueue } from "./shop-queues";

export type Shop = ShopPlace & {
  readonly flows: FlowProducer;
  readonly queues: Readonly<Record<ShopQueue, Queue>>;
  /** The next order number; numbers go on where an earlier demo on the same Redis stopped. */
  nextNumber(): Promise<number>;
  close(): Promise<void>;
};

const firstNumber = 10_418;

/** Connects the shop's producers and marks its queues as the demo's. */
export async function openShop(place: ShopPlace): Promise<Shop> {
  const redis = new Redis(place.redisUrl);
  redis.on("error", ignoreWhileRetrying);
  const recordKey = shopRecordKey(place.prefix);
  await redis.hsetnx(recordKey, "order", firstNumber - 1);
  const options = { connection: { url: place.redisUrl }, prefix: place.prefix };
  const flows = new FlowProducer(options);
  flows.on("error", ignoreWhileRetrying);
  const queues = {
    orders: new Queue("orders", options),
    payments: new Queue("payments", options),
    invoices: new Queue("invoices", options),
    shipping: new Queue("shipping", options),
    media: new Queue("media", options),
    mail: new Queue("mail", options),
  } satisfies Record<ShopQueue, Queue>;
  const all = shopQueues.map((name) => queues[name]);
  for (const queue of all) queue.on("error", ignoreWhileRetrying);
  await Promise.all(all.map((queue) => queue.waitUntilReady()));
  return {
    ...place,
    flows,
    queues,
    nextNumber: () => redis.hincrby(recordKey, "order", 1),
    close: async () => {
      await Promise.all([flows.close(), ...all.map((queue) => queue.close())]);
      redis.disconnect();
    },
  };
}

// Without a listener a lost connection ends the process; the clients connect again by themselves.
function ignoreWhileRetrying(): void {
  return undefined;
}
