import { QueueEvents } from "bullmq";
import { billCustomer, welcomeCustomer } from "./everyday-flows";
import type { Shop } from "./open-shop";
import { firstWorker, otherWorkers } from "./shop-queues";
import { failedResize, longLabels, stuckPayment, wideCatalogue } from "./trouble-flows";
import type { WorkerFleet } from "./worker-fleet";

/** The root ids of the situations that were made. */
export type Trouble = {
  readonly stuckPayment: string;
  readonly failedResize: string;
  readonly pausedQueue: string;
  readonly nobodysQueue: string;
  readonly longLabels: string;
  readonly wideCatalogue: string;
};

/** Brings the shop into its six situations and starts its workers; the stuck payment first, so that it is the oldest. */
export async function seedTrouble(shop: Shop, fleet: WorkerFleet): Promise<Trouble> {
  await shop.queues.invoices.pause();
  await fleet.start(firstWorker);
  const payment = await seedStuckPayment(shop);
  const trouble = {
    stuckPayment: payment,
    failedResize: await addTroubleFlow(shop, (number) => failedResize(number, Math.random)),
    longLabels: await addTroubleFlow(shop, longLabels),
    pausedQueue: await addTroubleFlow(shop, (number) => billCustomer(number, Math.random)),
    nobodysQueue: await addTroubleFlow(shop, (number) => welcomeCustomer(number, Math.random)),
    wideCatalogue: await addTroubleFlow(shop, wideCatalogue),
  };
  await Promise.all(otherWorkers.map((worker) => fleet.start(worker)));
  return trouble;
}

/** Adds the flow while `payments-1` is alone, and waits until it has taken the charge. */
export async function seedStuckPayment(shop: Shop): Promise<string> {
  const events = new QueueEvents("payments", {
    connection: { url: shop.redisUrl },
    prefix: shop.prefix,
    // From the stream's start: from its present end, a charge that is taken before the first read would be missed.
    lastEventId: "0",
  });
  events.on("error", (error) => process.stderr.write(`${error.message}\n`));
  await events.waitUntilReady();
  const number = await shop.nextNumber();
  const taken = new Promise<void>((resolve) => {
    events.on("active", ({ jobId }) => {
      if (jobId === `charge-${number}`) resolve();
    });
  });
  await shop.flows.add(stuckPayment(number, Math.random));
  await taken;
  await events.close();
  return `order-${number}`;
}

/** Adds a flow under the next order number and gives its root's id. */
export async function addTroubleFlow(
  shop: Shop,
  build: (number: number) => Parameters<Shop["flows"]["add"]>[0],
): Promise<string> {
  const { job } = await shop.flows.add(build(await shop.nextNumber()));
  if (job.id === undefined) throw new Error("BullMQ gave a flow's root no id.");
  return job.id;
}
