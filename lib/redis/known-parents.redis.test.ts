import type { Redis } from "ioredis";
import { expect } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { redisTest } from "@/lib/testing/redis-test";
import { seedRawFlows } from "@/lib/testing/seed-raw-flow";
import { rawJob } from "@/lib/testing/seed-raw-job";

import { createScriptFlowReader } from "./script-flow-reader";

const parents = 1_200;
const request = { parentsMax: 50_000, pendingMax: 50, jobsMax: 50_000 };

async function openSeeded(redis: Redis, prefix: string) {
  const [orders, payments] = [`${prefix}:orders`, `${prefix}:payments`];
  const flows = Array.from({ length: parents }, (_, index) =>
    rawJob(
      { queue: orders, id: `f${index}` },
      {
        name: "fulfil-order",
        state: { kind: "waiting-children" },
        children: [rawJob({ queue: payments, id: `c${index}` }, { name: "charge-card", state: { kind: "waiting" } })],
      },
    ),
  );
  await seedRawFlows(redis, flows, { atMs: Date.now() - 3_600_000 });
  const reader = createScriptFlowReader({ redis, knownQueues: () => new Set([orders, payments]) });
  return { orders, payments, look: () => reader.readWaitingParents(orders, request) };
}

redisTest("a look at parents that are known shows every change of their waits", async ({ redis, prefix }) => {
  const { orders, payments, look } = await openSeeded(redis, prefix);
  const first = await look();
  expect(first.roots).toHaveLength(parents);
  const child = (id: string) => jobKey({ queue: payments, id });
  const pending = (id: string) => `${jobKey({ queue: orders, id })}:dependencies`;

  await redis.del(child("c1"));
  await redis.multi().lrem(`${payments}:wait`, 0, "c2").lpush(`${payments}:active`, "c2").exec();
  await redis.multi().lrem(`${payments}:wait`, 0, "c3").lpush(`${payments}:paused`, "c3").exec();
  await redis.multi().zrem(`${orders}:waiting-children`, "f4").lpush(`${orders}:wait`, "f4").exec();
  await redis.multi().srem(pending("f5"), child("c5")).lrem(`${payments}:wait`, 0, "c5").exec();
  await redis.sadd(pending("f6"), child("c7"));
  await redis
    .multi()
    .del(jobKey({ queue: orders, id: "f8" }))
    .exec();
  const second = await look();

  const waitingFor = (id: string) => second.roots.find(({ job }) => job.ref.id === id)?.children;
  const unread = new Set(second.unread.map(({ id }) => id));
  expect(["f1", "f2", "f4", "f5", "f8"].map(waitingFor)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(["c1", "c2", "f8"].filter((id) => unread.has(id))).toEqual(["c1", "c2", "f8"]);
  expect(waitingFor("f3")).toMatchObject([{ ref: { id: "c3" }, inPausedList: true }]);
  expect(
    waitingFor("f6")
      ?.map(({ ref }) => ref.id)
      .toSorted(),
  ).toEqual(["c6", "c7"]);
  // The others are the very readings of the first look.
  const before = new Map(first.roots.map(({ job }) => [job.ref.id, job]));
  const kept = second.roots.filter(({ job }) => before.get(job.ref.id) === job);
  expect(kept.length).toBeGreaterThan(parents * 0.8);
});

redisTest("what the check can't see is seen within twenty looks", async ({ redis, prefix }) => {
  const { payments, look } = await openSeeded(redis, prefix);
  await look();
  await redis.hset(jobKey({ queue: payments, id: "c600" }), "defa", "child failed");

  let looks = 0;
  let isSeen = false;
  while (!isSeen && looks < 40) {
    const { unread } = await look();
    isSeen = unread.some(({ id }) => id === "c600");
    looks += 1;
  }

  expect(isSeen).toBe(true);
  expect(looks).toBeLessThanOrEqual(21);
});
