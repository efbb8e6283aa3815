import { FlowProducer, Worker } from "bullmq";
import type { JobsOptions } from "bullmq";
import { Redis } from "ioredis";
import { onTestFinished } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { openGate } from "@/lib/testing/open-gate";

/**
 * A Redis of its own with workers of default lock times: jobs of `cards` hang until they are released, those of a
 * `failing` id fail at once. All is closed after the test.
 */
export async function openHangingCards() {
  const server = await startEmbeddedRedis();
  onTestFinished(() => server.stop());
  const redis = new Redis(server.url, { maxRetriesPerRequest: 1 });
  onTestFinished(() => redis.disconnect());
  const connection = { host: "127.0.0.1", port: server.port };
  const gates = new Map<string, ReturnType<typeof openGate>>();
  const work = async ({ id = "" }: { id?: string | undefined }) => {
    if (id.startsWith("failing")) throw new Error("card declined");
    const gate = openGate();
    gates.set(id, gate);
    await gate.passed;
  };
  const workers = [
    new Worker("cards", work, { connection, concurrency: 10 }),
    new Worker("orders", async () => "done", { connection }),
  ];
  const flows = new FlowProducer({ connection });
  onTestFinished(async () => {
    await Promise.all([flows.close(), ...workers.map((worker) => worker.close(true))]);
  });
  return {
    redis,
    redisUrl: server.url,
    addCard: (id: string, name = "charge", options: JobsOptions = {}) =>
      flows.add({
        name: "order",
        queueName: "orders",
        opts: { jobId: `order-of-${id}` },
        children: [{ name, queueName: "cards", opts: { ...options, jobId: id } }],
      }),
    release: (id: string) => gates.get(id)?.open(),
  };
}
