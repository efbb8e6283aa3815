import { expect, test } from "vitest";

import { sawTooth } from "./saw-tooth";

const options = { durationMs: 30_000, width: 60, height: 15, spanMs: 60_000 };
const sample = (atMs: number, ttlMs: number, renewed = false) => ({ atMs, ttlMs, renewed, sign: null });

test("no sample draws nothing", () => {
  expect(sawTooth([], options)).toEqual({ line: "", area: "", dots: [] });
});

test("the newest sample stands at the right edge, and samples before the span are left out", () => {
  const { line } = sawTooth([sample(0, 30_000), sample(50_000, 15_000), sample(100_000, 30_000)], options);

  expect(line).toBe("M10 9L60 3");
});

test("a renewal between two samples falls to its instant and jumps back to the full lock", () => {
  const { line } = sawTooth([sample(100_000, 20_000), sample(110_000, 25_000, true)], options);

  expect(line).toBe("M50 7L55 9L55 3L60 5");
});

test("each sign of progress is a dot above the teeth", () => {
  const { dots } = sawTooth([{ ...sample(100_000, 20_000), sign: "log" }, sample(130_000, 20_000)], options);

  expect(dots).toEqual([30]);
});
