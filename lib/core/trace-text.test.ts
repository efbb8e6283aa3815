import { expect, test } from "vitest";

import { traceText } from "./trace-text";

const samples = [0, 60_000, 120_000].map((afterMs) => ({
  atMs: 1_000_000 + afterMs,
  renewed: afterMs > 0,
  sign: afterMs === 60_000 ? "log" : null,
}));

test("claims the beginning of the watch for a trace that reaches back to it only", () => {
  expect(traceText(samples, 995_000)).toEqual({
    counts: "2 renewals, 1 sign of progress",
    span: "last 2 m",
    sinceAtMs: 1_000_000,
  });
  expect(traceText(samples, 400_000).sinceAtMs).toBeNull();
  expect(traceText(samples, null).sinceAtMs).toBeNull();
});
