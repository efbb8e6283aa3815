import { Queue } from "bullmq";
import type { Redis } from "ioredis";
import { describe, expect, onTestFinished } from "vitest";

import type { FailurePolicy } from "@/lib/core/failure-policy";
import type { JsonValue } from "@/lib/core/json-value";

import { playRawFlow } from "./play-raw-flow";
import { readKeys } from "./read-keys";
import { redisTest } from "./redis-test";
import { seedRawFlows } from "./seed-raw-flow";
import { rawJob } from "./seed-raw-job";
import type { RawJob } from "./seed-raw-job";

const stack = "Error: boom\n    at charge (shop.js:1:1)";
const broken = { kind: "failed", reason: "boom", stack } as const;
const done = { kind: "completed", returnValue: '{"ok":true}' } as const;
const held = { kind: "active", token: "00000000-0000-4000-8000-000000000000:0", lockMs: 30_000 } as const;
const open = { kind: "waiting-children" } as const;

/** Of one instant each, so that only the order of writing can tell them apart. */
const atMs = 1_795_575_743_000;

describe("flows written raw are key by key and field by field what BullMQ leaves after the same story", () => {
  redisTest("every state and policy of a child, at two depths", async ({ redis, prefix }) => {
    const work = (id: string, overrides: Partial<RawJob> = {}) =>
      rawJob({ queue: `${prefix}:cards`, id }, { worker: "cards-1", data: `{"card":"${id}"}`, ...overrides });
    const later = (id: string, overrides: Partial<RawJob> = {}) => rawJob({ queue: `${prefix}:later`, id }, overrides);
    const root = rawJob(
      { queue: `${prefix}:orders`, id: "order-1" },
      {
        name: "fulfil-order",
        state: open,
        children: [
          work("done-1", { state: done }),
          work("done-2", { state: done, policy: "fail-parent" }),
          work("broke", { state: broken }),
          work("ignored", { state: broken, policy: "ignore" }),
          work("removed", { state: broken, policy: "remove" }),
          rawJob({ queue: `${prefix}:mids`, id: "open" }, { name: "settle", state: open, children: [later("deep")] }),
          rawJob(
            { queue: `${prefix}:mids`, id: "settled" },
            { name: "settle", state: done, children: [work("deep-done", { state: done })] },
          ),
          later("first"),
          later("second", { policy: "continue" }),
          later("urgent", { state: { kind: "prioritized", priority: 5 } }),
          later("urgent-too", { state: { kind: "prioritized", priority: 5 } }),
          later("tomorrow", { state: { kind: "delayed", delayMs: 3_600_000 } }),
          rawJob({ queue: `${prefix}:last`, id: "held" }, { name: "hold", state: held }),
        ],
      },
    );

    await expectSameKeys({ redis, prefix, root, runs: ["cards", "mids", "last"] });
  });

  redisTest.for<{ readonly policy: FailurePolicy }>([{ policy: "fail-parent" }, { policy: "continue" }])(
    "a failed child whose policy $policy lets its parent go on at once",
    async ({ policy }, { redis, prefix }) => {
      const child = (id: string, overrides: Partial<RawJob>) => rawJob({ queue: `${prefix}:cards`, id }, overrides);
      const root = rawJob(
        { queue: `${prefix}:orders`, id: "order-1" },
        {
          children: [
            child("broke", { state: broken, policy }),
            rawJob({ queue: `${prefix}:later`, id: "still-open" }, {}),
          ],
        },
      );

      await expectSameKeys({ redis, prefix, root, runs: ["cards"] });
    },
  );

  redisTest("ids that BullMQ made, and a flow that is over", async ({ redis, prefix }) => {
    const root = rawJob(
      { queue: `${prefix}:orders`, id: "made" },
      {
        madeId: true,
        state: done,
        children: [rawJob({ queue: `${prefix}:cards`, id: "made too" }, { madeId: true, state: done })],
      },
    );

    await expectSameKeys({ redis, prefix, root, runs: ["cards", "orders"] });
  });
});

redisTest("tens of thousands of jobs stand as BullMQ counts them", async ({ redis, prefix }) => {
  const children = Array.from({ length: 30_000 }, (_, index) =>
    rawJob({ queue: `${prefix}:cards`, id: `c${index}` }, { state: index % 10 === 0 ? { kind: "waiting" } : done }),
  );
  const root = rawJob({ queue: `${prefix}:orders`, id: "order-1" }, { state: open, children });

  const { jobs } = await seedRawFlows(redis, [root], { atMs });

  const { host, port } = redis.options;
  const queue = new Queue("cards", { connection: { host, port }, prefix, skipMetasUpdate: true });
  onTestFinished(() => queue.close());
  expect(jobs).toBe(30_001);
  expect(await queue.getJobCounts()).toMatchObject({ waiting: 3_000, completed: 27_000, failed: 0, active: 0 });
  expect(await redis.scard(`${prefix}:orders:order-1:dependencies`)).toBe(3_000);
  expect(await redis.xlen(`${prefix}:cards:events`)).toBe(10_000);
});

redisTest("a parent that BullMQ would have released is refused", async ({ redis, prefix }) => {
  const child = rawJob({ queue: `${prefix}:cards`, id: "c1" }, { state: done });
  const root = rawJob({ queue: `${prefix}:orders`, id: "order-1" }, { state: open, children: [child] });

  await expect(seedRawFlows(redis, [root], { atMs })).rejects.toThrow("would not leave");
});

type Comparison = {
  readonly redis: Redis;
  readonly prefix: string;
  readonly root: RawJob;
  /** Queues whose jobs are run, one queue after the other. */
  readonly runs: readonly string[];
};

async function expectSameKeys({ redis, prefix, root, runs }: Comparison): Promise<void> {
  const { host, port } = redis.options;
  const { seeded, idle } = await playRawFlow({ place: { connection: { host, port }, prefix }, root, runs });
  // A worker without a job takes the marker that the last one left.
  await expect.poll(() => redis.exists(...idle.map((queueName) => `${prefix}:${queueName}:marker`))).toBe(0);
  const real = normalise(await readKeys(redis, prefix));
  await redis.del(...Object.keys(await readKeys(redis, prefix)));

  await seedRawFlows(redis, [seeded], { atMs });

  expect(normalise(await readKeys(redis, prefix))).toEqual(real);
}

/** Instants and lock tokens are named instead of told; what workers' own stalled checks write by themselves is left out. */
function normalise(keys: Readonly<Record<string, JsonValue>>): JsonValue {
  const kept = Object.entries(keys).filter(([key]) => !/:stalled(?:-check)?$/.test(key));
  const text = JSON.stringify(Object.fromEntries(kept.map(([key, value]) => [key, sortedPairs(key, value)])));
  const named = text
    .replaceAll(/"1[789]\d{11}"/g, '"an instant"')
    .replaceAll(/"[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}:\d+"/g, '"a token"');
  return JSON.parse(named);
}

/**
 * Pairs of member and score. A delayed job's score is its due instant and a number that keeps jobs of one instant apart;
 * members of other sets are sorted by name, because raw ones finished at the same instant.
 */
function sortedPairs(key: string, value: JsonValue): JsonValue {
  if (!/:(?:delayed|completed|failed|unsuccessful)$/.test(key) || !Array.isArray(value)) return value;
  const pairs = value.flatMap((member, index) => (index % 2 === 0 ? [[String(member), String(value[index + 1])]] : []));
  if (!key.endsWith(":delayed")) return pairs.toSorted(([a = ""], [b = ""]) => a.localeCompare(b));
  return pairs.map(([member = "", score]) => [
    member,
    String(Math.floor(Number(score) / 4_096)),
    Number(score) % 4_096,
  ]);
}
