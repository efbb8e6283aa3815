import type { LockState } from "@/lib/core/lock-state";

import { buildQueueReading, buildWorker } from "./build-queue-reading";
import { held, lock, nobody, nowMs } from "./judge-built";
import type { Given } from "./judge-built";

const counts = { waiting: 1, active: 0, prioritized: 0, delayed: 0, "waiting-children": 0, completed: 0, failed: 0 };
const limits = { concurrency: 1, rateMax: null, rateDurationMs: null, rateLimitedForMs: null };
const hog = { job: { queue: "bull:payments", id: "5", name: "hog" }, verdict: "probably-stuck" } as const;
const idle = [buildWorker({ hasFreeSlot: false, idleMs: 60_000 })];
const elsewhere = { queue: "shop:payments", workers: [buildWorker({ queue: "shop:payments" })], everUsed: false };
const policy = { ref: { queue: "bull:orders", id: "9912" }, policy: "fail-parent" } as const;

function stuckFor(heldMs: number, atLeast: number): Partial<LockState> {
  return { verdict: "probably-stuck", heldMs, renewals: { atLeast, observed: 1, watchedSinceAtMs: 0 } };
}

function slots(active: number, concurrency: number) {
  return { counts: { ...counts, active }, limits: { ...limits, concurrency }, workers: idle };
}

/** Children that wait, run, failed or are gone, each with what is special about it. */
export const childExamples: readonly (readonly [where: string, given: Given])[] = [
  ["renewed once", { child: held, lock: stuckFor(20_000, 0) }],
  ["renewed often", { child: held, lock: stuckFor(11_520_000, 383) }],
  ["for days", { child: held, lock: stuckFor(400_000_000, 26_666) }],
  ["never reported", { child: { ...held, lock: null }, lock: { verdict: "lock-lost" }, queue: nobody }],
  ["with a worker", { child: { ...held, lock: null }, lock: { verdict: "lock-lost" } }],
  ["twice", { child: { ...held, stalls: 2 }, lock: {} }],
  ["failed", { child: { state: "failed", failedReason: "boom", finishedAtMs: 600_000 } }],
  ["with a policy, before", { child: { state: "failed", parent: policy, finishedAtMs: 600_000 } }],
  ["stalled", { child: { state: "failed", failedReason: "job stalled more than allowable limit" } }],
  ["still locked", { child: { state: "failed", lock } }],
  [
    "soon again",
    {
      child: {
        state: "delayed",
        delayUntilAtMs: nowMs + 90_000,
        failedReason: "boom",
        attempts: { made: 1, started: 1, max: 3 },
      },
    },
  ],
  ["later", { child: { state: "delayed", delayUntilAtMs: nowMs + 3_600_000 } }],
  ["without an instant", { child: { state: "delayed" } }],
  ["due", { child: { state: "delayed", delayUntilAtMs: nowMs - 75_000 }, queue: nobody }],
  ["marked", { child: { deferredFailure: "boom" }, queue: nobody }],
  ["gone", { child: { state: "missing", name: null } }],
  ["another's", { child: { state: "completed", parentKey: "bull:orders:1" } }],
  ["in no list", { child: { state: "none" } }],
  ["paused", { queue: { paused: true } }],
  ["in the paused list", { child: { inPausedList: true } }],
  ["nobody", { queue: nobody }],
  ["astray", { queue: nobody, others: [buildQueueReading(elsewhere)] }],
  ["not fetching", { queue: { counts, workers: idle } }],
  ["limited", { queue: { limits: { ...limits, concurrency: null, rateLimitedForMs: 42_000 } } }],
  ["the only slot", { queue: slots(1, 1), heldInQueue: [hog] }],
  ["one of many slots", { queue: slots(3, 3), heldInQueue: [hog, {}, {}] }],
  ["many slots", { queue: slots(50, 50), heldInQueue: [hog, hog] }],
  ["slots without a verdict", { queue: slots(2, 2), heldInQueue: [{ ...hog, verdict: "lock-lost" }] }],
  ["every slot", { queue: { counts: { ...counts, active: 1 }, workers: idle }, heldInQueue: [hog] }],
  ["starved", { child: { state: "prioritized" }, queue: { counts: { ...counts, waiting: 5, prioritized: 1 } } }],
  ["next in line", { queue: { counts } }],
  ["behind one", { queue: { counts: { ...counts, waiting: 2 } } }],
  ["behind many", { queue: { counts: { ...counts, waiting: 12_346, active: 1 } } }],
  ["reporting", { child: held, lock: { lastSignAtMs: nowMs - 4_000 } }],
  ["no history", { child: held, lock: {} }],
  ["with history", { child: held, lock: { usualMs: { p50: 2_000, p95: 6_000, sample: 200 } } }],
  ["silent for long", { child: held, lock: { verdict: "suspect", heldMs: 420_000 } }],
  ["new", { child: held, lock: { heldMs: 900, renewals: { atLeast: 0, observed: 0, watchedSinceAtMs: null } } }],
  ["unread queue", { queue: null }],
];
