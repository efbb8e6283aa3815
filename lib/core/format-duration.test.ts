import { expect, test } from "vitest";

import { formatDuration, formatRoundDuration } from "./format-duration";

test.each([
  [-5, "0 ms"],
  [850, "850 ms"],
  [42_900, "42 s"],
  [185_000, "3 m 5 s"],
  [180_000, "3 m"],
  [11_520_000, "3 h 12 m"],
  [353_000_000, "4 d 2 h"],
])("writes %d ms as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [82, "82 ms"],
  [2_100, "2 s"],
  [110_000, "110 s"],
  [200_000, "3 m"],
  [14_400_000, "4 h"],
  [864_000_000, "10 d"],
])("rounds %d ms to %s", (ms, text) => {
  expect(formatRoundDuration(ms)).toBe(text);
});
