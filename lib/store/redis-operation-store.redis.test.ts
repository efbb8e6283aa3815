import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import type { Operation } from "@/lib/core/operation";
import { redisTest } from "@/lib/testing/redis-test";

import { RedisOperationStore } from "./redis-operation-store";
import { SturdyOperationStore } from "./sturdy-operation-store";
import { describeOperationStore } from "./test-operation-store";

function open(redisUrl: string, owner: string, now: () => number) {
  const redis = new Redis(redisUrl, { protocol: 2 });
  onTestFinished(() => redis.disconnect());
  return new RedisOperationStore({ redis, owner, now });
}

describeOperationStore("RedisOperationStore", ({ redisUrl, prefix, now }) => open(redisUrl, prefix, now));
describeOperationStore(
  "SturdyOperationStore",
  ({ redisUrl, prefix, now }) => new SturdyOperationStore({ inner: open(redisUrl, prefix, now), now }),
);

const seen = { state: "delayed", lockId: null, attemptsStarted: 0, processedAtMs: null } as const;
const operation: Operation = {
  ...{ id: "a", action: "promote", reason: "x", options: {}, startedAtMs: Date.now() },
  jobs: [{ queue: "bull:q", id: "1", seen }],
  caller: { requestId: "r", operator: null, role: "operator", address: null },
};

redisTest("every key has one hash tag and expires", async ({ redis, redisUrl, prefix }) => {
  const store = open(redisUrl, prefix, () => Date.now());
  await store.create(operation);
  await store.begin("a", 0, { holder: "me", leaseMs: 60_000 });
  const fate = { state: "waiting", attempts: 0, finishedAtMs: null } as const;
  const job = { queue: "bull:q", id: "1" };
  await store.append("a", 0, { job, result: "done", code: null, before: fate, after: fate }, "me");

  const [, keys] = await redis.scan("0", "MATCH", `*${prefix}*`, "COUNT", 100_000);

  const parts = ["op:a", "op:a:holder", "op:a:jobs", "op:a:results", "ops", "ops:open", "ops:totals"];
  expect(keys.toSorted()).toEqual(parts.map((part) => `flowlock:{${prefix}}:${part}`));
  for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
});

redisTest("where Redis refuses to keep an operation it is kept in memory", async ({ redis, redisUrl, prefix }) => {
  const user = `u${prefix}`;
  await redis.call("ACL", "SETUSER", user, "on", ">pw", "~bull:*", "+@all");
  onTestFinished(async () => {
    const admin = new Redis(redisUrl);
    await admin.call("ACL", "DELUSER", user);
    admin.disconnect();
  });
  const { host } = new URL(redisUrl);
  const sturdy = new SturdyOperationStore({
    inner: open(`redis://${user}:pw@${host}`, prefix, () => Date.now()),
    now: () => Date.now(),
  });

  expect(await sturdy.create(operation)).toBe(true);
  expect(await sturdy.begin("a", 0, { holder: "me", leaseMs: 60_000 })).toBe("go");
  expect(await sturdy.read("a")).toMatchObject({ total: 1, begun: 1 });
});
