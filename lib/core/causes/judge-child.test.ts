import { describe, expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";
import { buildLockState } from "@/lib/testing/build-lock-state";
import { buildQueueReading, buildWorker } from "@/lib/testing/build-queue-reading";

import type { CauseId } from "../cause";
import type { JobReading } from "../job-reading";
import type { LockState } from "../lock-state";
import type { QueueReading } from "../queue-reading";
import { judgeChild } from "./judge-child";

const nowMs = 1_000_000;
const parentRef = { queue: "bull:orders", id: "9912" };
const parent = buildJobReading({
  ref: parentRef,
  name: "fulfil-order",
  state: "waiting-children",
  children: { processed: 0, unprocessed: 1, ignored: 0, failed: 0 },
});

type Given = {
  readonly child?: Partial<JobReading>;
  readonly queue?: Partial<QueueReading> | null;
  readonly lock?: Partial<LockState>;
  readonly others?: readonly QueueReading[];
  readonly withoutCheckMs?: number;
};

function judge({ child = {}, queue = {}, lock, others = [], withoutCheckMs = 0 }: Given) {
  const reading = queue === null ? null : buildQueueReading(queue);
  return judgeChild({
    child: buildJobReading({ parent: { ref: parentRef, policy: "none" }, parentKey: "bull:orders:9912", ...child }),
    parent,
    queue: reading,
    lock: lock === undefined ? null : buildLockState(lock),
    queues: new Map([...(reading === null ? [] : [reading]), ...others].map((one) => [one.queue, one])),
    withoutStalledCheckMs: withoutCheckMs,
    nowMs,
  });
}

const lock = { lockId: "lock-a", workerId: "worker-a", ttlMs: 24_000 };
const held = { state: "active", lock, processedAtMs: 400_000 } as const;
const nobody = { workers: [], stalledCheckPresent: false };

const table: readonly (readonly [CauseId, boolean, string, Given, string])[] = [
  [
    "hung-lock-renewed",
    true,
    "its verdict is probably stuck",
    {
      child: held,
      lock: {
        verdict: "probably-stuck",
        heldMs: 11_520_000,
        renewals: { atLeast: 383, observed: 40, watchedSinceAtMs: 0 },
      },
    },
    "A live worker has renewed the lock of charge-card #77 at least 383 times in 3 h 12 m without a sign of progress; its processor probably never settles.",
  ],
  [
    "hung-lock-renewed",
    true,
    "one renewal was seen and no duration is known",
    {
      child: held,
      lock: { verdict: "probably-stuck", heldMs: 20_000, renewals: { atLeast: 0, observed: 1, watchedSinceAtMs: 0 } },
    },
    "A live worker has renewed the lock of charge-card #77 at least 1 time in 20 s without a sign of progress; its processor probably never settles.",
  ],
  [
    "active-progressing",
    false,
    "it showed a sign of progress lately",
    { child: held, lock: { lastSignAtMs: nowMs - 8_000, verdict: "slow" } },
    "charge-card #77 is working: last sign 8 s ago.",
  ],
  [
    "active-as-usual",
    false,
    "it is renewed and silent for a while",
    { child: held, lock: { verdict: "suspect", heldMs: 400_000 } },
    "charge-card #77 has been running for 6 m 40 s; its usual time is unknown.",
  ],
  [
    "active-as-usual",
    false,
    "its usual time is known",
    { child: held, lock: { heldMs: 5_000, usualMs: { p50: 2_000, p95: 6_000, sample: 40 } } },
    "charge-card #77 has been running for 5 s; usual 2 s, 95 % within 6 s.",
  ],
  [
    "active-within-lock",
    false,
    "no renewal is proven",
    { child: held, lock: { heldMs: 4_000, renewals: { atLeast: 0, observed: 0, watchedSinceAtMs: null } } },
    "charge-card #77 started 4 s ago; its lock has not needed a renewal yet.",
  ],
  [
    "active-no-lock-worker-connected",
    true,
    "its lock is gone and a worker is connected",
    { child: { state: "active" }, lock: { verdict: "lock-lost" } },
    "charge-card #77's lock ran out. Its worker died or its event loop is blocked (we can't tell); another one should recover it.",
  ],
  [
    "active-no-lock-no-worker",
    true,
    "its lock is gone and nobody is there",
    { child: { state: "active" }, queue: nobody, lock: { verdict: "lock-lost" } },
    "charge-card #77's worker died and nobody checks for stalled jobs.",
  ],
  [
    "stalled-repeatedly",
    true,
    "it runs again after two stalls",
    { child: { ...held, stalls: 2 }, lock: {} },
    "charge-card #77 has stalled 2 times: its worker crashes or blocks on it.",
  ],
  [
    "child-failed-no-policy",
    true,
    "it failed and no policy frees the parent",
    {
      child: {
        state: "failed",
        failedReason: "boom",
        finishedAtMs: 900_000,
        attempts: { made: 3, started: 3, max: 3 },
      },
    },
    "charge-card #77 failed and nothing tells fulfil-order #9912 to move on: it waits until charge-card #77 succeeds.",
  ],
  [
    "child-failed-before-attach",
    true,
    "it had failed before the parent was added",
    { child: { state: "failed", finishedAtMs: 100_000, parent: { ref: parentRef, policy: "ignore" } } },
    "charge-card #77 had failed before this flow attached it, so its failure policy can never fire.",
  ],
  [
    "child-failed-stalled-limit",
    true,
    "the stalled check failed it",
    { child: { state: "failed", failedReason: "job stalled more than allowable limit" } },
    "charge-card #77 stalled too often and was failed by the stalled check.",
  ],
  [
    "child-failed-zombie-lock",
    true,
    "it failed and is still locked",
    { child: { state: "failed", lock } },
    "charge-card #77 was failed from outside with the lock bypassed; its old run still holds the lock.",
  ],
  [
    "child-key-missing",
    true,
    "its hash is gone",
    { child: { state: "missing", name: null } },
    "fulfil-order #9912 still lists #77, which is gone (evicted or deleted by hand).",
  ],
  [
    "child-completed-still-listed",
    true,
    "it completed for another parent",
    { child: { state: "completed", parentKey: "bull:orders:1" } },
    "charge-card #77 completed, but told another parent.",
  ],
  [
    "child-in-no-list",
    true,
    "it is in no collection",
    { child: { state: "none" } },
    "charge-card #77 is in no list: it was lost (mixed BullMQ versions pausing the queue do this).",
  ],
  [
    "child-retry-backoff",
    true,
    "it waits for its next try",
    {
      child: {
        state: "delayed",
        delayUntilAtMs: nowMs + 30_000,
        failedReason: "boom",
        attempts: { made: 1, started: 1, max: 3 },
      },
    },
    "charge-card #77 retries in 30 s, attempt 2 of 3.",
  ],
  [
    "child-delayed",
    true,
    "it is due in the future",
    { child: { state: "delayed", delayUntilAtMs: 1_795_408_454_482 } },
    "charge-card #77 is scheduled for 2026-11-23T04:34:14Z.",
  ],
  [
    "child-delayed-overdue",
    true,
    "it was due and nobody promotes it",
    { child: { state: "delayed", delayUntilAtMs: nowMs - 60_000 }, queue: nobody },
    "charge-card #77 was due 1 m ago but nobody promotes delayed jobs on payments.",
  ],
  [
    "child-deferred-failure",
    true,
    "it is marked to fail and nobody is there",
    { child: { deferredFailure: "child failed" }, queue: nobody },
    "charge-card #77 is marked to fail, and no worker is there to do it.",
  ],
  ["queue-paused", true, "its queue is paused", { queue: { paused: true } }, "payments is paused."],
  [
    "queue-paused",
    true,
    "it waits in a BullMQ 5 paused list",
    { child: { inPausedList: true }, queue: { paused: true, pausedListLength: 1 } },
    "payments is paused.",
  ],
  [
    "stranded-in-paused-list",
    true,
    "the paused list of a queue that is not paused",
    { child: { inPausedList: true }, queue: { pausedListLength: 1 } },
    "charge-card #77 sits in a paused list that nobody reads.",
  ],
  ["no-workers", true, "nobody is connected and nobody checks", { queue: nobody }, "Nobody is working payments."],
  [
    "no-workers",
    true,
    "CLIENT LIST is refused and nobody checked for a minute",
    { queue: { workers: null, stalledCheckPresent: false }, withoutCheckMs: 60_000 },
    "Nobody is working payments.",
  ],
  [
    "unknown",
    true,
    "CLIENT LIST is refused and we have not watched for a minute",
    { queue: { workers: null, stalledCheckPresent: false }, withoutCheckMs: 59_999 },
    "We can't tell why. Here is what we read.",
  ],
  [
    "unknown",
    true,
    "nobody is connected and a check was made lately",
    { queue: { workers: [], stalledCheckPresent: true } },
    "We can't tell why. Here is what we read.",
  ],
  [
    "workers-on-other-prefix",
    true,
    "its workers look under another prefix",
    {
      queue: nobody,
      others: [buildQueueReading({ queue: "shop:payments", workers: [buildWorker({ queue: "shop:payments" })] })],
    },
    "Nobody is working payments: its workers look under prefix shop.",
  ],
  [
    "rate-limited",
    true,
    "the limiter is in force",
    { queue: { limits: { concurrency: null, rateMax: 1, rateDurationMs: 60_000, rateLimitedForMs: 42_000 } } },
    "payments reached its rate limit; next start in 42 s.",
  ],
  [
    "worker-not-fetching",
    true,
    "workers are connected and fetch nothing",
    { queue: { workers: [buildWorker({ hasFreeSlot: false, idleMs: 30_000 })] } },
    "Workers of payments are connected but fetch nothing (paused or not running).",
  ],
  [
    "priority-starved",
    true,
    "unprioritised jobs always run first",
    {
      child: { state: "prioritized" },
      queue: {
        counts: { waiting: 5, active: 1, prioritized: 1, delayed: 0, "waiting-children": 0, completed: 0, failed: 0 },
      },
    },
    "charge-card #77 is prioritised, and payments always runs its unprioritised jobs first.",
  ],
  [
    "waiting-in-backlog",
    false,
    "it waits in a line that moves",
    {
      queue: {
        counts: { waiting: 4, active: 1, prioritized: 0, delayed: 0, "waiting-children": 0, completed: 0, failed: 0 },
      },
    },
    "charge-card #77 is queued behind 3 jobs; payments is moving.",
  ],
];

describe("the cause of a child that is waited for", () => {
  test.each(table)("%s (blocked: %s): %s", (cause, blocked, _why, given, headline) => {
    const finding = judge(given);
    expect({ cause: finding.cause, blocked: finding.blocked, headline: finding.headline }).toEqual({
      cause,
      blocked,
      headline,
    });
  });

  test.each(table)("%s: every fact is told with what it was read from", (_cause, _blocked, _why, given) => {
    const finding = judge(given);
    expect(finding.facts.length).toBeGreaterThan(0);
    for (const { kind, evidence } of finding.facts) if (kind === "fact") expect(evidence.length).toBeGreaterThan(0);
  });
});
