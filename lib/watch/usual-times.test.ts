import { expect, test } from "vitest";

import { UsualTimes, toUsualTime } from "./usual-times";

test("gives nearest-rank percentiles", () => {
  const durations = Array.from({ length: 100 }, (_, index) => index + 1).reverse();
  expect(toUsualTime(durations)).toEqual({ p50Ms: 50, p95Ms: 95, p99Ms: 99, sample: 100 });
});

test("keeps names and queues apart and says nothing from fewer than five jobs", () => {
  const usual = new UsualTimes();
  const jobs = (name: string, count: number) => Array.from({ length: count }, () => ({ name, durationMs: 2_000 }));
  usual.note("bull:payments", [...jobs("charge-card", 5), ...jobs("refund", 4)]);

  expect(usual.of("bull:payments", "charge-card")).toEqual({
    p50Ms: 2_000,
    p95Ms: 2_000,
    p99Ms: 2_000,
    sample: 5,
  });
  expect(usual.of("bull:payments", "refund")).toBeNull();
  expect(usual.of("bull:orders", "charge-card")).toBeNull();
  expect(usual.of("bull:payments", null)).toBeNull();
});
