import { expect, test } from "vitest";

import type { LockState } from "@/lib/core/lock-state";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { groupLocks } from "./group-locks";

const lock = (id: string, parts: Partial<LockState> = {}): LockState =>
  buildLockState({
    job: { queue: "bull:payments", id, name: "charge-card" },
    holder: null,
    workerId: "w1w1w1",
    verdict: "normal",
    ...parts,
  });

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
