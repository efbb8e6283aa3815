import { expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";

import type { FailurePolicy } from "./failure-policy";
import type { JobReading } from "./job-reading";
import { failureUpward } from "./outcome-effects";

const parentRef = { queue: "bull:payments", id: "412" };
const rootRef = { queue: "bull:orders", id: "9912" };

function child(policy: FailurePolicy, overrides: Partial<JobReading> = {}): JobReading {
  return buildJobReading({
    state: "active",
    parent: { ref: parentRef, policy },
    parentKey: "bull:payments:412",
    ...overrides,
  });
}

function waiting(overrides: Partial<JobReading> = {}, pending = 1): JobReading {
  const children = { processed: 0, unprocessed: pending, ignored: 0, failed: 0 };
  return buildJobReading({ ref: parentRef, name: "settle", state: "waiting-children", children, ...overrides });
}

function root(pending = 1): JobReading {
  return waiting({ ref: rootRef, name: "fulfil-order" }, pending);
}

const alreadyLeft = (sentence: string) => ({ effects: [], sentences: [sentence], alreadyLeft: true, toBePickedUp: [] });

test.each([
  ["completed", "none", "settle #412 is completed already: this does not change it."],
  ["failed", "fail-parent", "settle #412 is failed already: this does not change it."],
  ["active", "ignore", "settle #412 is active already. This does not change it."],
  ["active", "none", "settle #412 is active already. With this child unfinished it fails if it returns normally."],
  ["missing", "none", "settle #412 is gone."],
] as const)("a parent that is %s is not changed (policy %s)", (state, policy, sentence) => {
  expect(failureUpward(child(policy), [waiting({ state })], null)).toMatchObject(alreadyLeft(sentence));
});

test("a child that its parent does not wait for any more changes nothing there", () => {
  expect(failureUpward(child("fail-parent"), [waiting()], false)).toMatchObject(
    alreadyLeft("settle #412 does not wait for it any more: this does not change it."),
  );
});

test("a running parent fails when it returns", () => {
  const fate = failureUpward(child("fail-parent"), [waiting({ state: "active" })], true);

  expect(fate).toMatchObject({ effects: [{ from: "active", to: "failed" }], toBePickedUp: [], rootFails: true });
  expect(fate.sentences[0]).toBe(
    "settle #412 is running. Its current run cannot complete any more: it fails when it returns.",
  );
});

test.each([
  ["fail-parent", 3, { to: "failed" }, "Then fulfil-order #9912 fails too."],
  ["none", 1, { to: "waiting-children" }, "Then fulfil-order #9912 stays blocked. settle #412 has no failure policy."],
  [
    "ignore",
    3,
    { to: "waiting-children" },
    "Then fulfil-order #9912 starts when its other 2 children finish. It can read this failure.",
  ],
  [
    "ignore",
    2,
    { to: "waiting-children" },
    "Then fulfil-order #9912 starts when its other child finishes. It can read this failure.",
  ],
  [
    "remove",
    1,
    { to: "waiting" },
    "Then fulfil-order #9912 starts (nothing else is pending). It will not see this failure.",
  ],
  ["continue", 3, { to: "waiting" }, "Then fulfil-order #9912 starts now, while 2 other children are unfinished."],
] as const)("a failing parent with policy %s decides about its own parent", (policy, pending, effect, sentence) => {
  const parent = waiting({ parent: { ref: rootRef, policy } });

  const fate = failureUpward(child("fail-parent"), [parent, root(pending)], true);

  expect(fate.effects[1]).toMatchObject(effect);
  expect(fate.sentences[1]).toBe(sentence);
  expect(fate.rootFails).toBe(policy === "fail-parent");
});

test("a failing parent that is deleted lets its own parent start", () => {
  const parent = waiting({ removeOnFail: true, parent: { ref: rootRef, policy: "none" } });

  expect(failureUpward(child("fail-parent"), [parent, root()], true).effects).toMatchObject([
    { from: "waiting-children", to: null },
    { from: "waiting-children", to: "waiting" },
  ]);
});

test.each([
  ["priority", { priority: 5 }],
  ["delay", { delayMs: 600_000 }],
] as const)("a deleted child's parent starts whatever its %s", (_, overrides) => {
  const fate = failureUpward(child("none", { removeOnFail: true }), [waiting(overrides)], true);

  expect(fate.effects).toMatchObject([{ to: "waiting" }]);
  expect(fate.sentences).toEqual(["The job is deleted, so settle #412 drops it and starts (nothing else is pending)."]);
});

test("a deleted child's parent is not found where its id has a colon", () => {
  const parent = waiting({ ref: { queue: "bull:payments", id: "a:b:c" } });

  expect(failureUpward(child("none", { removeOnFail: true }), [parent], true)).toMatchObject({
    effects: [{ to: "waiting-children" }],
    staysBlocked: true,
  });
});

test("tells of a released parent's delay", () => {
  expect(failureUpward(child("ignore"), [waiting({ delayMs: 600_000 })], true).sentences).toEqual([
    "settle #412 starts (nothing else is pending). It can read this failure.",
    "settle #412 has a delay of 10 m.",
  ]);
});

test("tells a job without a parent from one whose parent is gone", () => {
  expect(failureUpward(buildJobReading({ state: "active" }), [], null).sentences).toEqual(["It has no parent."]);
  expect(failureUpward(child("none"), [], null).sentences).toEqual(["Its parent is gone."]);
});
