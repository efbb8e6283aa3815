import { expect, test } from "vitest";

import { whereIs } from "./places";

test.each([
  ["/c/default", "triage", false, false],
  ["/c/default/flows", "flows", false, false],
  ["/c/default/flows/bull%3Aorders/9912", "flows", true, false],
  ["/c/default/j/bull%3Aorders/9912", "flows", false, false],
  ["/c/default/locks", "locks", false, false],
  ["/c/default/ops/1f0c", "activity", false, false],
  ["/c/default/s/1f0c", "flows", true, true],
] as const)("%s is the page %s, one flow: %s, of the past: %s", (pathname, place, onFlow, isFrozen) => {
  expect(whereIs(pathname)).toEqual({ place, onFlow, isFrozen });
});
