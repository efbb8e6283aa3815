import { expect, test } from "vitest";

import { heldShare } from "./held-share";

test("the usual time fills a third, ten times it two thirds, a hundred times all of the bar", () => {
  expect([0, 2_000, 20_000, 200_000, 9e9].map((held) => Number(heldShare(held, 2_000).toFixed(3)))).toEqual([
    0, 0.333, 0.667, 1, 1,
  ]);
});

test("a minute counts as usual where no finished job tells more", () => {
  expect(heldShare(60_000, null)).toBeCloseTo(1 / 3);
});
