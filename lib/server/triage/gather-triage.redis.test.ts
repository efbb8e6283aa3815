import { FlowProducer, Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { expect } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";
import { redisTest } from "@/lib/testing/redis-test";

import { gatherTriage } from "./gather-triage";
import { ParentMemory } from "./parent-memory";

type Place = { readonly redis: Redis; readonly prefix: string };

function gather({ redis, prefix }: Place, memory = new ParentMemory()) {
  const queues = ["orders", "payments"].map((name) => `${prefix}:${name}`);
  const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set(queues) });
  return gatherTriage({ reader, memory, queues });
}

/** Adds a flow and lets a worker take exactly one of its children, whose processor never settles. */
async function addStuckFlow({ redis, prefix }: Place, { children }: { readonly children: number }) {
  const connection = { host: redis.options.host, port: redis.options.port };
  const flows = new FlowProducer({ connection, prefix });
  const { job: root } = await flows.add({
    name: "fulfil-order",
    queueName: "orders",
    children: Array.from({ length: children }, () => ({ name: "charge-card", queueName: "payments" })),
  });
  const worker = new Worker("payments", () => new Promise(() => {}), { connection, prefix });
  const stuckId = await new Promise<string>((resolve) => worker.once("active", (job) => resolve(job.id ?? "")));
  const close = async () => {
    await Promise.all([worker.close(true), flows.close()]);
  };
  return {
    root: { queue: `${prefix}:orders`, id: root.id ?? "" },
    stuck: { queue: `${prefix}:payments`, id: stuckId },
    close,
  };
}

redisTest(
  "finds the one child at work among 2,000 siblings, and says that the others were not all read",
  async ({ redis, prefix }) => {
    const place = { redis, prefix };
    const { root, stuck, close } = await addStuckFlow(place, { children: 2_000 });

    const { forest, roots } = await gather(place);
    await close();

    expect(roots).toEqual([root]);
    expect(forest.jobs.get(jobKey(stuck))).toMatchObject({ state: "active", lock: expect.anything() });
    expect(forest.children.get(jobKey(root))).toContainEqual({ ref: stuck, bucket: "unprocessed" });
    expect(forest.cut).toEqual(new Set([jobKey(root)]));
    expect(forest.jobs.size).toBeLessThan(100);
  },
);

redisTest(
  "reads all pending children of a small flow, so that a waiting one is explained too",
  async ({ redis, prefix }) => {
    const place = { redis, prefix };
    const { root, close } = await addStuckFlow(place, { children: 3 });

    const { forest, truncated } = await gather(place);
    await close();

    expect(forest.children.get(jobKey(root))).toHaveLength(3);
    expect(forest.cut).toEqual(new Set());
    expect(truncated).toBe(false);
  },
);

redisTest("finds a failed child whose parent waits for ever, under parents of its own", async ({ redis, prefix }) => {
  const place = { redis, prefix };
  const connection = { host: place.redis.options.host, port: place.redis.options.port };
  const flows = new FlowProducer({ connection, prefix: place.prefix });
  const { job: root } = await flows.add({
    name: "publish",
    queueName: "orders",
    children: [{ name: "render", queueName: "orders", children: [{ name: "resize", queueName: "payments" }] }],
  });
  const failing = () => Promise.reject(new Error("no such image"));
  const worker = new Worker("payments", failing, { connection, prefix: place.prefix });
  await new Promise((resolve) => worker.once("failed", resolve));
  await Promise.all([worker.close(), flows.close()]);

  const { forest, roots, parents } = await gather(place);

  expect(roots).toEqual([{ queue: `${place.prefix}:orders`, id: root.id }]);
  expect([...forest.jobs.values()].map(({ name, state }) => [name, state]).toSorted()).toEqual([
    ["publish", "waiting-children"],
    ["render", "waiting-children"],
    ["resize", "failed"],
  ]);
  expect(parents).toBe(2);
});

redisTest(
  "finds a parent that a failure released although the failed child is gone and its siblings only wait",
  async ({ redis, prefix }) => {
    const connection = { host: redis.options.host, port: redis.options.port };
    const flows = new FlowProducer({ connection, prefix });
    const gone = { continueParentOnFailure: true, removeOnFail: true };
    const { job: root } = await flows.add({
      name: "publish",
      queueName: "orders",
      children: [
        { name: "resize", queueName: "payments", opts: gone },
        { name: "print", queueName: "labels" },
      ],
    });
    const worker = new Worker("payments", () => Promise.reject(new Error("no such image")), { connection, prefix });
    await new Promise((resolve) => worker.once("failed", resolve));
    await Promise.all([worker.close(), flows.close()]);

    const { forest } = await gather({ redis, prefix });

    const ref = { queue: `${prefix}:orders`, id: root.id ?? "" };
    expect(forest.jobs.get(jobKey(ref))).toMatchObject({ state: "waiting", children: { unprocessed: 1 } });
  },
);

redisTest("jobs that belong to no flow are not read again at the next look", async ({ redis, prefix }) => {
  const place = { redis, prefix };
  const connection = { host: place.redis.options.host, port: place.redis.options.port };
  const queue = new Queue("payments", { connection, prefix: place.prefix });
  await queue.addBulk(Array.from({ length: 20 }, () => ({ name: "alone", data: {} })));
  const worker = new Worker("payments", () => Promise.reject(new Error("no")), { connection, prefix: place.prefix });
  await new Promise<void>((resolve) => worker.once("drained", () => resolve()));
  await Promise.all([worker.close(), queue.close()]);
  const memory = new ParentMemory();

  const { forest } = await gather(place, memory);

  expect(forest.jobs.size).toBe(0);
  expect(memory.hasNoParent({ queue: `${place.prefix}:payments`, id: "1" }, forest.readAtMs)).toBe(true);
});
