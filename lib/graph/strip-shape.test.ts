import { expect, test } from "vitest";

import { stripShape } from "./strip-shape";

test("draws a column for each step, the longest as high as the strip", () => {
  expect(stripShape([0, 1_000])).toBe("M0,12v-2h7v2zM8,12v-12h7v12z");
});

test("stays within the strip with all 48 steps, and shows the shortest too", () => {
  const columns = stripShape(Array.from({ length: 48 }, (_, index) => index * 100))
    .split("M")
    .slice(1);
  expect(columns).toHaveLength(48);
  const [x = 0, width = 0] = (
    columns
      .at(-1)
      ?.match(/^([\d.]+).*h([\d.]+)/)
      ?.slice(1) ?? []
  ).map(Number);
  expect(x + width).toBeLessThanOrEqual(194);
  expect(columns[0]).toContain("v-2");
});
