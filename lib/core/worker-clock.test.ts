import { expect, test } from "vitest";

import { clockOffText, nearestToNone } from "./worker-clock";

test.each([
  [[], null],
  [[null, null], null],
  [[null, 7_200_000], 7_200_000],
  [[-30_000, 7_000, -5, null], -5],
  [[-7_200_000, -7_200_400], -7_200_000],
])("of %j the difference nearest to none is %s", (differences, expected) => {
  expect(nearestToNone(differences)).toBe(expected);
});

test.each([
  [null, null],
  [0, null],
  [-1_999, null],
  [7_200_000, "2 h ahead of Redis'"],
  [-150_000, "2 m 30 s behind Redis'"],
])("a difference of %s ms is told as %s", (ms, expected) => {
  expect(clockOffText(ms)).toBe(expected);
});
