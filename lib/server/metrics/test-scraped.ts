import "server-only";

import { FlowProducer, Worker } from "bullmq";
import { onTestFinished } from "vitest";

import { Metrics } from "@/lib/watch/metrics";

import type { OpenConnection } from "../open-connection";
import { openTestConnection } from "../test-connection";
import { getMetrics } from "./get-metrics";

type Place = { readonly redisUrl: string; readonly prefix: string };

/** A connection that may act, and what a scrape of it says. */
export async function openScraped({ redisUrl, prefix }: Place) {
  const metrics = new Metrics({ version: "1", environment: null });
  const counts = metrics.countsOf("default");
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true, counts });
  const connections = new Map<string, OpenConnection>([["default", connection]]);
  const scrape = async () => (await getMetrics({ connections, metrics })).text();
  return { connection, metrics, connections, scrape };
}

/** A flow `order-1` whose child `card-1` never settles, though its lock is renewed. */
export async function addStuckFlow({ redisUrl, prefix }: Place): Promise<void> {
  const { hostname: host, port } = new URL(redisUrl);
  const bull = { connection: { host, port: Number(port) }, prefix };
  const worker = new Worker("cards", () => new Promise(() => {}), { ...bull, lockDuration: 1_000 });
  onTestFinished(() => worker.close(true));
  const flows = new FlowProducer(bull);
  await flows.add({
    name: "order",
    queueName: "orders",
    opts: { jobId: "order-1" },
    children: [{ name: "charge", queueName: "cards", opts: { jobId: "card-1", ignoreDependencyOnFailure: true } }],
  });
  await flows.close();
}
