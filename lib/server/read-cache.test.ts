import { expect, test } from "vitest";

import { ReadCache } from "./read-cache";

function counter() {
  let loads = 0;
  return { load: async () => (loads += 1), loads: () => loads };
}

test("calls during a read and shortly after it share it", async () => {
  let nowMs = 0;
  const { load, loads } = counter();
  const cache = new ReadCache({ now: () => nowMs });

  const both = await Promise.all([cache.read("triage", 1_000, load), cache.read("triage", 1_000, load)]);
  nowMs = 999;
  const later = await cache.read("triage", 1_000, load);

  expect([both, later, loads()]).toEqual([[1, 1], 1, 1]);
});

test("a read that takes longer than its answer lasts is still waited for", async () => {
  let nowMs = 0;
  const cache = new ReadCache({ now: () => nowMs });
  let finish: (text: string) => void = () => {};
  const first = cache.read("triage", 1_000, () => new Promise<string>((resolve) => (finish = resolve)));
  nowMs = 5_000;
  const second = cache.read("triage", 1_000, async () => "another");
  finish("one");

  expect([await first, await second]).toEqual(["one", "one"]);
});

test("an answer older than its time is read again", async () => {
  let nowMs = 0;
  const { load } = counter();
  const cache = new ReadCache({ now: () => nowMs });
  await cache.read("triage", 1_000, load);
  nowMs = 1_000;

  expect(await cache.read("triage", 1_000, load)).toBe(2);
});

test("a read that began before a write is not served after it", async () => {
  const cache = new ReadCache({ now: () => 0 });
  let finish: (text: string) => void = () => {};
  const before = cache.read("flow", 1_000, () => new Promise<string>((resolve) => (finish = resolve)));
  cache.invalidate();
  const after = cache.read("flow", 1_000, async () => "after");
  finish("before");

  expect([await before, await after]).toEqual(["before", "after"]);
});

test("a failure is told to all who wait and not kept", async () => {
  const cache = new ReadCache({ now: () => 0 });
  const fail = async () => {
    throw new Error("away");
  };
  const waiting = [cache.read("queues", 1_000, fail), cache.read("queues", 1_000, fail)];

  const settled = await Promise.allSettled(waiting);

  expect(settled.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await cache.read("queues", 1_000, async () => "back")).toBe("back");
});

test("it stays bounded", async () => {
  const { load, loads } = counter();
  const cache = new ReadCache({ now: () => 0, entriesMax: 2 });
  for (const key of ["a", "b", "c"]) await cache.read(key, 1_000, load);
  await cache.read("a", 1_000, load);

  expect(loads()).toBe(4);
});
