import { expect, test } from "vitest";

import { cureLimits } from "./cure-limits";

test.each([
  [null, { callMs: 20_000, jobMs: 60_000, flowMs: 86_400_000 }],
  [
    { p50: 0, p95: 0 },
    { callMs: 500, jobMs: 1_000, flowMs: 86_400_000 },
  ],
  [
    { p50: 2_000, p95: 6_000 },
    { callMs: 10_000, jobMs: 20_000, flowMs: 86_400_000 },
  ],
  [
    { p50: 30_000, p95: 300_000 },
    { callMs: 500_000, jobMs: 1_000_000, flowMs: 86_400_000 },
  ],
  [
    { p50: 3_000_000, p95: 7_200_000 },
    { callMs: 10_000_000, jobMs: 30_000_000, flowMs: 300_000_000 },
  ],
] as const)("from %j gives round limits, each layer's above that of the layer within", (usual, limits) => {
  expect(cureLimits(usual)).toEqual(limits);
});
