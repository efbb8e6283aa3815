import { expect, test } from "vitest";

import { bugsOf, hasBug } from "./bullmq-bugs";

test.each([
  ["4.18.3", ["renews-after-end", "parent-loses-lock", "ignores-deferred-failure"]],
  ["5.34.0", ["renews-after-end", "parent-loses-lock", "ignores-deferred-failure"]],
  ["5.34.1", ["parent-loses-lock", "ignores-deferred-failure"]],
  ["5.45.1", ["parent-loses-lock", "ignores-deferred-failure"]],
  ["5.45.2", ["ignores-deferred-failure"]],
  ["5.49.1", ["ignores-deferred-failure"]],
  ["5.49.2", []],
  ["5.81.5", []],
  ["6.7.0", []],
  [null, null],
] as const)("knows the faults of %s", (version, bugs) => {
  expect(bugsOf(version)).toEqual(bugs);
});

test("says of an unknown version that it does not know", () => {
  expect(hasBug(null, "renews-after-end")).toBeNull();
});
