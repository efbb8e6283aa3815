import { expect, test } from "vitest";

import type { State } from "@/lib/core/job-state";

import { offeredActions } from "./offered-actions";

const attempts = { made: 0, started: 1, max: 1 };
const lock = { ttlMs: 24_000 };

test.each([
  ["active", true, ["fail", "retry"]],
  ["active", false, ["fail"]],
  ["failed", false, ["retry"]],
  ["waiting-children", false, []],
  ["completed", false, []],
  ["waiting", false, []],
  ["missing", false, []],
] as const)("offers for a job that is %s (lock held: %s): %j", (state: State, held, offered) => {
  const actions = offeredActions({ state, attempts, lock: held ? lock : null });
  expect(actions.filter(({ off }) => off === null).map(({ action }) => action)).toEqual(offered);
});

test("says how many tries a failure skips", () => {
  expect(offeredActions({ state: "active", attempts: { made: 0, started: 1, max: 3 }, lock })[0]?.label).toBe(
    "Fail… (skips 2 remaining tries)",
  );
});
