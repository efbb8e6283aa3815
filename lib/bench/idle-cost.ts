import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import { FlowProducer, Worker } from "bullmq";
import { Redis } from "ioredis";
import { chromium } from "playwright";
import type { BrowserContext } from "playwright";

import { dashboardArgs } from "../demo/dashboard";
import { findFreePort, startEmbeddedRedis } from "../embedded/start-embedded-redis";
import { listSent } from "./count-sent";

/**
 * Prints what the dashboard sends to Redis for pages left open, beside the background's own cost:
 * `npx tsx lib/bench/idle-cost.ts` after a build. Six queues, fifty flows, six jobs at work whose locks are renewed.
 */
const queues = ["orders", "payments", "invoices", "shipping", "media", "mail"];
const flowsMax = 50;
const settleMs = 25_000;
const measureMs = 30_000;

const redis = await startEmbeddedRedis();
const client = new Redis(redis.url);
const stopWorkers = await seed();
const port = await findFreePort();
const url = `http://127.0.0.1:${port}`;
const dashboard = spawn(process.execPath, dashboardArgs, {
  env: { ...process.env, PORT: String(port), HOST: "127.0.0.1", REDIS_URL: redis.url },
  stdio: "ignore",
});
await waitUntilServing();
const browser = await chromium.launch({
  args: ["--no-sandbox", "--disable-gpu"],
  ...(process.env["CHROMIUM_PATH"] === undefined ? {} : { executablePath: process.env["CHROMIUM_PATH"] }),
});

await print("no page (sampler, discovery, workers)", []);
for (const path of ["/c/default", "/c/default/flows/bull%3Aorders/flow-0"]) {
  await print(`1 × ${path}`, [path]);
  await print(
    `10 × ${path}`,
    Array.from({ length: 10 }, () => path),
  );
}

await browser.close();
dashboard.kill("SIGTERM");
await once(dashboard, "exit");
await stopWorkers();
client.disconnect();
await redis.stop();

async function print(what: string, paths: readonly string[]): Promise<void> {
  const context = await browser.newContext();
  await openPages(context, paths);
  await wait(settleMs);
  const own = await countOwnCommands();
  await context.close();
  const rates = [...own]
    .map(([name, calls]) => [name, calls / (measureMs / 1_000)] as const)
    .toSorted(([, a], [, b]) => b - a);
  const total = rates.reduce((sum, [, rate]) => sum + rate, 0);
  const parts = rates.filter(([, rate]) => rate >= 0.05).map(([name, rate]) => `${name} ${rate.toFixed(1)}`);
  process.stdout.write(`${total.toFixed(1).padStart(7)} commands/s  ${what}\n         ${parts.join(", ")}\n`);
}

/** Counts by name what the dashboard sends; what a script of it runs inside Redis is one command. */
async function countOwnCommands(): Promise<ReadonlyMap<string, number>> {
  const clients = String(await client.client("LIST"));
  const addresses = new Set([...clients.matchAll(/ addr=(\S+) .* name=flowlock:/g)].map(([, address]) => address));
  const own = new Map<string, number>();
  for (const { source, name } of await listSent(Number(new URL(redis.url).port), measureMs))
    if (addresses.has(source)) own.set(name, (own.get(name) ?? 0) + 1);
  return own;
}

async function openPages(context: BrowserContext, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const page = await context.newPage();
    await page.goto(`${url}${path}`, { timeout: 60_000 });
  }
}

async function seed(): Promise<() => Promise<void>> {
  const { hostname, port: redisPort } = new URL(redis.url);
  const connection = { host: hostname, port: Number(redisPort) };
  const flows = new FlowProducer({ connection });
  for (let index = 0; index < flowsMax; index += 1) {
    await flows.add({
      name: "fulfil-order",
      queueName: "orders",
      opts: { jobId: `flow-${index}` },
      children: [0, 1, 2].map((child) => ({
        name: "step",
        queueName: queues[1 + ((index + child) % 5)] ?? "mail",
        opts: { jobId: `child-${index}-${child}` },
      })),
    });
  }
  await flows.close();
  const workers = ["payments", "invoices", "shipping"].map(
    (name) => new Worker(name, () => new Promise(() => undefined), { connection, concurrency: 2, name: `${name}-1` }),
  );
  await Promise.all(workers.map((worker) => once(worker, "active")));
  return async () => {
    await Promise.all(workers.map((worker) => worker.close(true)));
  };
}

async function waitUntilServing(): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const answer = await fetch(`${url}/api/health`).catch(() => null);
    if (answer?.ok === true) return;
    await wait(100);
  }
  throw new Error("The dashboard did not answer. Run npm run build first.");
}
