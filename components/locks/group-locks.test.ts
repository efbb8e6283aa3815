import { expect, test } from "vitest";

import type { LockState } from "@/lib/core/lock-state";

import { groupLocks } from "./group-locks";

function lock(id: string, parts: Partial<LockState> = {}): LockState {
  return {
    job: { queue: "bull:payments", id, name: "charge-card" },
    lockId: "l1",
    workerId: "w1w1w1",
    holder: null,
    ttlMs: 20_000,
    lockDurationMs: { value: 30_000, observed: true },
    heldMs: 1_000,
    renewals: { atLeast: 0, observed: 0, watchedSinceAtMs: null },
    lastSignAtMs: null,
    usualMs: null,
    verdict: "normal",
    score: 0,
    scoreParts: { age: 0, silence: 0, renewals: 0, history: 0 },
    blocks: { jobs: 0, flows: 0 },
    ...parts,
  };
}

const shape = (locks: readonly LockState[], by: "none" | "holder" | "name") =>
  groupLocks(locks, by).map(({ title, locks: members, suspects }) => [
    title,
    members.map(({ job }) => job.id),
    suspects,
  ]);

test("without grouping all locks stay together in their order", () => {
  expect(shape([lock("1"), lock("2")], "none")).toEqual([[null, ["1", "2"], 0]]);
});

test("a holder's locks stand together where its most suspicious one stood, with its suspects counted", () => {
  const locks = [
    lock("1", { holder: "api-7", verdict: "probably-stuck" }),
    lock("2", { holder: "api-3", verdict: "slow" }),
    lock("3", { holder: "api-7" }),
  ];

  expect(shape(locks, "holder")).toEqual([
    ["api-7", ["1", "3"], 1],
    ["api-3", ["2"], 0],
  ]);
});

test("a worker whose name is another worker's id is not mixed up with it", () => {
  const locks = [lock("1"), lock("2", { holder: "w1w1w1" })];

  expect(shape(locks, "holder")).toEqual([
    ["Unnamed worker w1w1…", ["1"], 0],
    ["w1w1w1", ["2"], 0],
  ]);
});

test("names that are properties of every object are names like any other", () => {
  const named = (id: string, name: string) => lock(id, { job: { queue: "bull:q", id, name } });

  expect(shape([named("1", "__proto__"), named("2", "constructor")], "name")).toEqual([
    ["__proto__", ["1"], 0],
    ["constructor", ["2"], 0],
  ]);
});
