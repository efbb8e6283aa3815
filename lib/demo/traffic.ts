import { setTimeout as delay } from "node:timers/promises";
import { everydayFlow } from "./everyday-flows";
import type { Shop } from "./open-shop";
import { longLabels } from "./trouble-flows";

// What may wait in a queue that does not move, per flow kind.
const waitingMax = 3;
const pauseMinMs = 1_000;
const pauseSpreadMs = 2_000;

/** Keeps flows coming until `stopping` aborts, and starts another wave of labels whenever one is done. */
export async function runTraffic(shop: Shop, firstWave: string, stopping: AbortSignal): Promise<void> {
  let wave = firstWave;
  while (!stopping.aborted) {
    await pauseBetweenFlows(stopping);
    if (stopping.aborted) return;
    wave = await keepWaveGoing(shop, wave);
    const open = { invoices: await isOpen(shop, "invoices"), mail: await isOpen(shop, "mail") };
    await shop.flows.add(everydayFlow(await shop.nextNumber(), Math.random, open));
  }
}

async function isOpen(shop: Shop, queue: "invoices" | "mail"): Promise<boolean> {
  return (await shop.queues[queue].getWaitingCount()) < waitingMax;
}

async function keepWaveGoing(shop: Shop, wave: string): Promise<string> {
  const state = await shop.queues.shipping.getJobState(wave);
  if (state !== "completed" && state !== "failed" && state !== "unknown") return wave;
  const { job } = await shop.flows.add(longLabels(await shop.nextNumber()));
  if (job.id === undefined) throw new Error("BullMQ gave a flow's root no id.");
  return job.id;
}

async function pauseBetweenFlows(stopping: AbortSignal): Promise<void> {
  try {
    await delay(pauseMinMs + Math.random() * pauseSpreadMs, undefined, { signal: stopping });
  } catch (error) {
    if (!stopping.aborted) throw error;
  }
}
