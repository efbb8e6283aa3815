import { expect, test } from "vitest";

import { whereIs } from "./places";

test.each([
  ["/c/default", "triage", false],
  ["/c/default/flows", "flows", false],
  ["/c/default/flows/bull%3Aorders/9912", "flows", true],
  ["/c/default/j/bull%3Aorders/9912", "flows", false],
  ["/c/default/locks", "locks", false],
  ["/c/default/ops/1f0c", "activity", false],
] as const)("%s is the page %s, one flow: %s", (pathname, place, onFlow) => {
  expect(whereIs(pathname)).toEqual({ place, onFlow });
});
