import { expect, test } from "vitest";

import { breakPx, timeScale } from "./time-scale";

test("spreads the time from the first instant to now evenly", () => {
  const { xOf, breaks } = timeScale({ instants: [0, 400, 700], nowMs: 1_000, widthPx: 500, fold: true });
  expect(breaks).toEqual([]);
  expect([0, 500, 1_000].map(xOf)).toEqual([0, 250, 500]);
});

test("folds a stretch over ten times the median gap, and gives its room to the rest", () => {
  const { xOf, breaks } = timeScale({ instants: [0, 100, 200, 300], nowMs: 11_000_000, widthPx: 372, fold: true });
  expect(breaks).toEqual([{ fromMs: 300, toMs: 11_000_000 }]);
  expect([100, 200, 300].map(xOf)).toEqual([100, 200, 300]);
  expect(xOf(11_000_000)).toBe(300 + breakPx);
});

test("keeps the order of instants inside a break", () => {
  const { xOf } = timeScale({ instants: [0, 10, 20], nowMs: 100_000, widthPx: 300, fold: true });
  expect(xOf(50_000)).toBeGreaterThan(xOf(20));
  expect(xOf(50_000)).toBeLessThan(xOf(100_000));
});

test("shows idle time where that is asked for", () => {
  const { xOf, breaks } = timeScale({ instants: [0, 10, 20], nowMs: 100_000, widthPx: 300, fold: false });
  expect(breaks).toEqual([]);
  expect(xOf(50_000)).toBe(150);
});

test("never folds the only gap, nor one that takes little of the whole", () => {
  expect(timeScale({ instants: [0], nowMs: 9_000, widthPx: 300, fold: true }).breaks).toEqual([]);
  const dense = Array.from({ length: 200 }, (_, index) => index * 100);
  expect(timeScale({ instants: [...dense, 21_500], nowMs: 21_500, widthPx: 300, fold: true }).breaks).toEqual([]);
});

test("has a place for instants even where nothing is known", () => {
  const { xOf } = timeScale({ instants: [], nowMs: 5, widthPx: 300, fold: true });
  expect(Number.isFinite(xOf(5))).toBe(true);
});
