import { Redis } from "ioredis";
import { expect, onTestFinished, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { redisTest } from "@/lib/testing/redis-test";

import { MemorySnapshotStore } from "./memory-snapshot-store";
import { RedisSnapshotStore } from "./redis-snapshot-store";
import { SturdySnapshotStore } from "./sturdy-snapshot-store";
import { describeSnapshotStore } from "./test-snapshot-store";

type Place = { readonly url: string; readonly owner: string; readonly now?: () => number };

function openInner({ url, owner, now = () => Date.now() }: Place) {
  const redis = new Redis(url, { protocol: 2, maxRetriesPerRequest: 0, retryStrategy: () => 100 });
  redis.on("error", () => undefined);
  onTestFinished(() => redis.disconnect());
  return new RedisSnapshotStore({ redis, owner, now });
}

function openSturdy({ now = () => Date.now(), ...place }: Place) {
  const store = new SturdySnapshotStore({ inner: openInner({ ...place, now }), now });
  onTestFinished(() => store.close());
  return store;
}

describeSnapshotStore("MemorySnapshotStore", ({ now }) => new MemorySnapshotStore({ now }));
describeSnapshotStore("RedisSnapshotStore", ({ redisUrl, prefix, now }) =>
  openInner({ url: redisUrl, owner: prefix, now }),
);
describeSnapshotStore("SturdySnapshotStore", ({ redisUrl, prefix, now }) =>
  openSturdy({ url: redisUrl, owner: prefix, now }),
);

const snapshot = (id: string) => ({ id, atMs: Date.now(), occasion: "saved", head: "{}", body: "body" }) as const;
const idsOf = async (store: SturdySnapshotStore) => (await store.find("")).map(({ id }) => id);

redisTest("every key has one hash tag and expires within seven days", async ({ redis, redisUrl, prefix }) => {
  await openInner({ url: redisUrl, owner: prefix }).put(snapshot("a"));
  const [, keys] = await redis.scan("0", "MATCH", `*${prefix}*`, "COUNT", 100_000);
  const ttls = await Promise.all(keys.map((key) => redis.pttl(key)));

  const parts = ["snapshot:a", "snapshots", "snapshots:heads", "snapshots:weights"];
  expect(keys.toSorted()).toEqual(parts.map((part) => `flowlock:{${prefix}}:${part}`));
  expect(ttls.every((ttl) => ttl > 0 && ttl <= 7 * 24 * 60 * 60_000)).toBe(true);
});

redisTest("what is put while the store is away is readable at once and kept once it is back", async ({ prefix }) => {
  const first = await startEmbeddedRedis();
  const store = openSturdy({ url: first.url, owner: prefix });
  await store.put(snapshot("before"));
  expect(await idsOf(store)).toEqual(["before"]);
  await first.stop();
  await store.put(snapshot("while-away"));

  expect((await store.read("while-away"))?.body).toBe("body");
  expect((await store.read("before"))?.body).toBe("body");
  expect((await idsOf(store)).toSorted()).toEqual(["before", "while-away"]);
  await expect(store.read("never")).rejects.toMatchObject({ name: "RedisUnavailableError" });

  const second = await startEmbeddedRedis({ port: Number(new URL(first.url).port) });
  onTestFinished(() => second.stop());
  const restarted = openSturdy({ url: second.url, owner: prefix });
  await vi.waitFor(async () => expect(await idsOf(restarted)).toEqual(["while-away"]), 20_000);
});

redisTest("without the right to write snapshots are kept in memory", async ({ redis, redisUrl, prefix }) => {
  await redis.call("ACL", "SETUSER", prefix, "on", ">pw", "~*", "+@read", "+@connection", "+info");
  const store = openSturdy({ url: redisUrl.replace("redis://", `redis://${prefix}:pw@`), owner: prefix });
  await store.put(snapshot("mine"));

  expect((await store.read("mine"))?.body).toBe("body");
  expect(await idsOf(store)).toEqual(["mine"]);
  expect(await redis.exists(`flowlock:{${prefix}}:snapshots`)).toBe(0);
  await redis.call("ACL", "DELUSER", prefix);
});
