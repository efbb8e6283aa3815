import { Redis } from "ioredis";
import { expect, onTestFinished, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { redisTest } from "@/lib/testing/redis-test";

import { RedisStore } from "./redis-store";
import { SturdyStore } from "./sturdy-store";
import { describeRecordStore } from "./test-record-store";

type Options = { readonly url: string; readonly owner: string; readonly now?: () => number };

function openStore({ url, owner, now = () => Date.now() }: Options) {
  const redis = new Redis(url, { protocol: 2, maxRetriesPerRequest: 0, retryStrategy: () => 100 });
  redis.on("error", () => undefined);
  const states: string[] = [];
  const inner = new RedisStore({ redis, owner, now });
  const store = new SturdyStore({ inner, now, onChange: (state) => states.push(state) });
  onTestFinished(async () => {
    await store.close();
    redis.disconnect();
  });
  return { store, states };
}

const entry = (id: string) => ({ id, atMs: Date.now(), text: `"${id}"` });
const idsOf = async (store: SturdyStore) =>
  (await store.page("audit", { cursor: null, limit: 100 })).records.map(({ id }) => id);

describeRecordStore(
  "SturdyStore",
  ({ redisUrl, prefix, now }) => openStore({ url: redisUrl, owner: prefix, now }).store,
);

redisTest("what is put while the store is away is told at once and kept once it is back", async ({ prefix }) => {
  const first = await startEmbeddedRedis();
  const { store, states } = openStore({ url: first.url, owner: prefix });
  await store.open();
  await store.put("audit", entry("before"));
  expect(await idsOf(store)).toEqual(["before"]);
  await first.stop();
  await store.put("audit", entry("while away"));

  expect(await idsOf(store)).toEqual(["while away", "before"]);
  expect(await store.holdLease("me", 1_000)).toBe(true);
  expect(store.status()).toMatchObject({ state: "away" });

  const second = await startEmbeddedRedis({ port: Number(new URL(first.url).port) });
  onTestFinished(() => second.stop());
  await vi.waitFor(() => expect(store.status()).toEqual({ state: "up", pending: 0 }), 20_000);
  const restarted = openStore({ url: second.url, owner: prefix });
  expect(await idsOf(restarted.store)).toEqual(["while away"]);
  expect(states).toEqual(["away", "up"]);
});

// What another process had put was not in the answer while a write of one's own was under way.
redisTest("what others have put is read while a write is under way, too", async ({ redisUrl, prefix }) => {
  const [mine, others] = [0, 1].map(() => openStore({ url: redisUrl, owner: prefix }).store);
  if (mine === undefined || others === undefined) throw new Error("There are two stores.");
  await Promise.all([mine.open(), others.open()]);
  await others.put("audit", entry("theirs"));
  expect(await idsOf(others)).toEqual(["theirs"]);

  const isPut = mine.put("audit", entry("mine"));
  const read = idsOf(mine);
  await isPut;

  expect((await read).toSorted()).toEqual(["mine", "theirs"]);
});

redisTest("without the right to write it keeps its records in memory", async ({ redis, redisUrl, prefix }) => {
  await redis.call("ACL", "SETUSER", prefix, "on", ">pw", "~*", "+@read", "+@connection", "+info");
  const { store, states } = openStore({ url: redisUrl.replace("redis://", `redis://${prefix}:pw@`), owner: prefix });
  await store.open();
  await store.put("audit", entry("mine"));

  expect(await idsOf(store)).toEqual(["mine"]);
  expect(await store.holdLease("me", 1_000)).toBe(true);
  expect(states).toEqual(["denied"]);
  expect(await redis.exists(`flowlock:{${prefix}}:audit`)).toBe(0);
  await redis.call("ACL", "DELUSER", prefix);
});
