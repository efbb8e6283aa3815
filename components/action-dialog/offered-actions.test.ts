import { expect, test } from "vitest";

import type { State } from "@/lib/core/job-state";

import { offeredActions } from "./offered-actions";

const attempts = { made: 0, started: 1, max: 1 };
const lock = { ttlMs: 24_000 };
const children = { processed: 0, unprocessed: 0, ignored: 0, failed: 0 };
const job = { attempts, children, parent: null, cause: null, lock: null } as const;
const parent = { queue: "bull:orders", id: "9912" };

test.each([
  ["active", true, ["fail", "retry", "release-lock"]],
  ["active", false, ["put-back", "fail"]],
  ["failed", false, ["retry", "remove"]],
  ["waiting-children", false, ["release-parent", "remove"]],
  ["completed", false, ["run-again", "remove"]],
  ["waiting", false, ["remove"]],
  ["delayed", false, ["promote", "remove"]],
  ["none", false, ["put-back", "remove"]],
  ["missing", false, []],
] as const)("offers for a job that is %s (lock held: %s): %j", (state: State, held, offered) => {
  const actions = offeredActions({ ...job, state, lock: held ? lock : null });
  expect(actions.filter(({ off }) => off === null).map(({ action }) => action)).toEqual(offered);
});

test("says how many tries a failure skips", () => {
  const tries = { ...job, state: "active", attempts: { made: 0, started: 1, max: 3 }, lock } as const;
  expect(offeredActions(tries)[0]?.label).toBe("Fail… (skips 2 remaining tries)");
});

test("offers to detach a child from the parent that the view shows, one that is gone too", () => {
  const [detach] = offeredActions({ ...job, state: "missing", parent }).filter(({ off }) => off === null);
  expect(detach).toEqual({ action: "detach", label: "Detach from parent…", off: null, options: { parent } });
});

test("keeps what can't be done in sight, with its reason", () => {
  const waits = { ...job, state: "waiting-children", children: { ...children, unprocessed: 2 } } as const;
  expect(offeredActions(waits).find(({ action }) => action === "release-parent")?.off).toBe("It waits for 2 children.");
});

test.each([
  ["child-failed-zombie-lock", "failed", "clear-ghost-lock"],
  ["queue-paused", "waiting", "resume-queue"],
] as const)("offers under the cause %s what cures it", (cause, state, action) => {
  expect(offeredActions({ ...job, state, cause }).map((offered) => offered.action)).toContain(action);
});
