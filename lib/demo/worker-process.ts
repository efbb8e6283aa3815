import { Worker } from "bullmq";
import { processShopJob } from "./shop-processor";
import { readWorkerSettings } from "./worker-settings";

// Short, so that renewals are proven within seconds and a killed worker's jobs recover while one looks.
const lockDurationMs = 6_000;
const stalledIntervalMs = 5_000;
const closeMaxMs = 1_000;

const { place, worker: shopWorker } = readWorkerSettings(process.env);

const worker = new Worker(shopWorker.queue, processShopJob, {
  connection: { url: place.redisUrl, maxRetriesPerRequest: null },
  prefix: place.prefix,
  concurrency: shopWorker.concurrency,
  lockDuration: lockDurationMs,
  stalledInterval: stalledIntervalMs,
  ...(shopWorker.name === null ? {} : { name: shopWorker.name }),
});
worker.on("error", (error) => process.stderr.write(`${error.message}\n`));

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, leave);
process.once("disconnect", leave);

await worker.waitUntilReady();
process.send?.("ready");

// A hung job never lets close() end, so the process waits for the others only.
function leave(): void {
  setTimeout(() => process.exit(0), closeMaxMs);
  void worker.close().finally(() => process.exit(0));
}
