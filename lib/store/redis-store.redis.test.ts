import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import { RedisStore } from "./redis-store";
import { describeRecordStore } from "./test-record-store";

describeRecordStore("RedisStore", ({ redisUrl, prefix, now }) => {
  const redis = new Redis(redisUrl, { protocol: 2 });
  onTestFinished(() => redis.disconnect());
  return new RedisStore({ redis, owner: prefix, now });
});

redisTest("every key has one hash tag and expires", async ({ redis, prefix }) => {
  const store = new RedisStore({ redis, owner: prefix, now: () => Date.now() });
  await store.put("audit", { id: "a", atMs: Date.now(), text: "{}" });
  await store.holdLease("me", 60_000);

  const [, keys] = await redis.scan("0", "MATCH", `*${prefix}*`, "COUNT", 100_000);

  expect(keys.toSorted()).toEqual(["audit", "audit:at", "leader"].map((part) => `flowlock:{${prefix}}:${part}`));
  for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
});
