import { describe, expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";

import { effectiveLimits, judgeLock } from "./judge-lock";
import type { LockHistory } from "./lock-watch";

const nowMs = 1_000_000;
const limits = { slowMs: 300_000, stuckMs: 600_000, set: false };

function history(overrides: Partial<LockHistory> = {}): LockHistory {
  return {
    lockId: "lock-a",
    watchedSinceAtMs: nowMs - 60_000,
    renewalsObserved: 3,
    lastRenewalAtMs: nowMs - 5_000,
    lockDurationObservedMs: 30_000,
    activeEventAtMs: null,
    lastSign: null,
    silentSinceAtLeastAtMs: null,
    signSamples: 5,
    ...overrides,
  };
}

function judge(heldMs: number, overrides: Partial<LockHistory> | null = {}, lockTtlMs: number | null = 24_000) {
  return judgeLock({
    job: buildJobReading({
      state: "active",
      readAtMs: nowMs,
      processedAtMs: nowMs - heldMs,
      processedBy: "payments-1",
      lock: lockTtlMs === null ? null : { lockId: "lock-a", workerId: "worker-a", ttlMs: lockTtlMs },
    }),
    history: overrides === null ? null : history(overrides),
    usual: null,
    limits,
    nowMs,
    blocks: { jobs: 2, flows: 1 },
  });
}

describe("verdict of a held lock", () => {
  test.each([
    ["normal", "held and silent below the slow limit", 299_999, {}],
    ["suspect", "silent from the slow limit on", 300_000, {}],
    ["suspect", "silent just below the stuck limit", 599_999, {}],
    ["probably-stuck", "silent from the stuck limit on, renewed before our eyes", 600_000, {}],
    ["probably-stuck", "renewed by the arithmetic of its expiry alone", 600_000, { renewalsObserved: 0 }],
    [
      "suspect",
      "no renewal proven: its duration was never observed",
      600_000,
      { renewalsObserved: 0, lockDurationObservedMs: null },
    ],
    ["suspect", "signs not looked at twice yet", 9_000_000, { signSamples: 1 }],
    [
      "slow",
      "a long job with a fresh sign of progress",
      9_000_000,
      { lastSign: { atMs: nowMs - 10_000, kind: "progress" } },
    ],
    ["slow", "a long job that only logs", 9_000_000, { lastSign: { atMs: nowMs - 299_999, kind: "log" } }],
    ["suspect", "a long job whose last sign is old", 9_000_000, { lastSign: { atMs: nowMs - 300_000, kind: "data" } }],
    [
      "slow",
      "a long job that logged at some time before we began to watch",
      9_000_000,
      { silentSinceAtLeastAtMs: nowMs - 20_000 },
    ],
  ] as const)("%s: %s", (verdict, _why, heldMs, overrides) => {
    expect(judge(heldMs, overrides)?.verdict).toBe(verdict);
  });

  test("is lock-lost for an active job without a lock, and names the holder it had", () => {
    expect(judge(1_000, {}, null)).toMatchObject({
      verdict: "lock-lost",
      lockId: "lock-a",
      holder: "payments-1",
      ttlMs: 0,
    });
  });

  test("is at most suspect for a lock that no sweep has seen", () => {
    expect(judge(9_000_000, null)).toMatchObject({
      verdict: "suspect",
      renewals: { atLeast: 0, observed: 0, watchedSinceAtMs: null },
    });
  });

  test("never calls a one-hour lock that is not renewed stuck", () => {
    const locked = judge(3_000_000, { renewalsObserved: 0, lockDurationObservedMs: null }, 600_000);
    expect(locked).toMatchObject({ verdict: "suspect", renewals: { atLeast: 0 } });
  });
});

test("judges only active jobs", () => {
  const job = buildJobReading({ state: "waiting" });
  expect(judgeLock({ job, history: null, usual: null, limits, nowMs, blocks: { jobs: 0, flows: 0 } })).toBeNull();
});

test("takes the start from the active event, because a worker's clock may be wrong", () => {
  expect(judge(7_200_000, { activeEventAtMs: nowMs - 1_000 })?.heldMs).toBe(1_000);
});

test.each([
  ["ahead", -7_200_000, nowMs - 1_000, 7_201_000],
  ["behind", 7_200_000, nowMs - 1_000, -7_199_000],
  ["unknown without the event", 7_200_000, null, null],
] as const)("tells how far the worker's clock is off: %s", (_, heldMs, activeEventAtMs, clockOffMs) => {
  expect(judge(heldMs, { activeEventAtMs })?.clockOffMs).toBe(clockOffMs);
});

test("counts from the first look where the worker's clock is ahead of Redis'", () => {
  expect(judge(-7_200_000, { watchedSinceAtMs: nowMs - 40_000 })?.heldMs).toBe(40_000);
});

test("proves renewals from the expiry: 21 s held with a 4 s lock are at least 5", () => {
  const lock = judgeLock({
    job: buildJobReading({
      state: "active",
      readAtMs: nowMs,
      processedAtMs: nowMs - 21_000,
      lock: { lockId: "lock-a", workerId: "w", ttlMs: 3_000 },
    }),
    history: history({ lockDurationObservedMs: 4_000, renewalsObserved: 2 }),
    usual: null,
    limits,
    nowMs,
    blocks: { jobs: 0, flows: 0 },
  });
  expect(lock?.renewals).toEqual({ atLeast: 5, observed: 2, watchedSinceAtMs: nowMs - 60_000 });
});

test.each([
  ["the floors without history", null, null, { slowMs: 300_000, stuckMs: 600_000, set: false }],
  [
    "p95 and three times p99 where jobs usually take longer",
    { p50Ms: 1, p95Ms: 400_000, p99Ms: 500_000, sample: 9 },
    null,
    { slowMs: 400_000, stuckMs: 1_500_000, set: false },
  ],
  [
    "what an operator set, whatever is usual",
    { p50Ms: 1, p95Ms: 400_000, p99Ms: 500_000, sample: 9 },
    { slowMs: 5_000, stuckMs: 9_000 },
    { slowMs: 5_000, stuckMs: 9_000, set: true },
  ],
])("limits are %s", (_what, usual, set, expected) => {
  expect(effectiveLimits({ floors: { slowMs: 300_000, stuckMs: 600_000 }, usual, set })).toEqual(expected);
});

test("scores age, silence, renewals and history, and caps the silence of a job that never reports", () => {
  expect(judge(6_000_000)).toMatchObject({ score: 80, scoreParts: { age: 50, silence: 10, renewals: 20, history: 0 } });
});
