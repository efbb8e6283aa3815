import { expect, test } from "vitest";

import { actionIds } from "./action";
import type { ActionId } from "./action";
import { misfitOf } from "./action-misfit";
import type { FitFacts } from "./action-misfit";
import { states } from "./job-state";

const facts: FitFacts = {
  state: "waiting",
  hasLock: false,
  pendingAtParent: null,
  pendingChildren: 0,
  queuePaused: false,
};
const jobIs: readonly (readonly [what: string, facts: Partial<FitFacts>, fitting: readonly ActionId[]])[] = [
  ["active with its lock", { state: "active", hasLock: true }, ["fail", "retry", "release-lock"]],
  ["active without a lock", { state: "active" }, ["fail", "put-back"]],
  ["failed", { state: "failed" }, ["retry", "remove"]],
  ["failed with a ghost lock", { state: "failed", hasLock: true }, ["retry", "clear-ghost-lock"]],
  ["completed", { state: "completed" }, ["remove", "run-again"]],
  ["delayed", { state: "delayed" }, ["promote", "remove"]],
  ["waiting in a paused queue", { queuePaused: true }, ["remove", "resume-queue"]],
  ["prioritized", { state: "prioritized" }, ["remove"]],
  ["in no list", { state: "none" }, ["put-back", "remove"]],
  ["a pending child", { pendingAtParent: true }, ["detach", "remove"]],
  ["gone but pending", { state: "missing", pendingAtParent: true }, ["detach"]],
  ["gone", { state: "missing" }, []],
  ["waiting for children", { state: "waiting-children", pendingChildren: 2 }, ["remove"]],
  ["waiting for nothing", { state: "waiting-children" }, ["release-parent", "remove"]],
];

test.each(jobIs)("what fits a job that is %s", (_, overrides, fitting) => {
  const fits = actionIds.filter((action) => misfitOf(action, { ...facts, ...overrides }, {}) === null);
  expect(fits).toEqual(actionIds.filter((action) => fitting.includes(action)));
});

test.each([
  ["retry", { state: "active" }, "lock-missing"],
  ["put-back", { state: "active", hasLock: true }, "lock-held"],
  ["release-lock", { state: "active" }, "lock-missing"],
  ["clear-ghost-lock", { state: "failed" }, "no-ghost-lock"],
  ["remove", { state: "completed", hasLock: true }, "lock-held"],
  ["detach", { state: "missing" }, "parent-required"],
  ["detach", { pendingAtParent: false }, "not-pending"],
  ["release-parent", { state: "waiting-children", pendingChildren: 1 }, "children-pending"],
  ["resume-queue", {}, "queue-not-paused"],
] as const)("%s says why it does not fit: %j", (action, overrides, refusal) => {
  expect(misfitOf(action, { ...facts, ...overrides }, {})).toBe(refusal);
});

test("has an answer for every action in every state", () => {
  const answers = actionIds.flatMap((action) => states.map((state) => misfitOf(action, { ...facts, state }, {})));
  expect(answers).not.toContain(undefined);
});
