import { expect, test } from "vitest";

import { held, judge, lock, nobody, nowMs } from "@/lib/testing/judge-built";
import { testNotCause } from "@/lib/testing/test-cause";
import { buildWorker } from "@/lib/testing/build-queue-reading";

const counts = { waiting: 1, active: 0, prioritized: 0, delayed: 0, "waiting-children": 0, completed: 0, failed: 0 };

testNotCause("child-completed-still-listed", [
  ["it has just told the parent that waits", { child: { state: "completed", finishedAtMs: nowMs } }, null],
]);

testNotCause("child-failed-no-policy", [
  ["its old run still holds the lock", { child: { state: "failed", lock } }, "child-failed-zombie-lock"],
]);

testNotCause("child-delayed", [
  [
    "it is overdue and nobody promotes",
    { child: { state: "delayed", delayUntilAtMs: nowMs - 60_000 }, queue: nobody },
    "child-delayed-overdue",
  ],
]);

testNotCause("hung-lock-renewed", [
  ["it is silent for less than its stuck limit", { child: held, lock: { verdict: "suspect" } }, "active-as-usual"],
  [
    "it showed a sign lately",
    { child: held, lock: { verdict: "slow", lastSignAtMs: nowMs - 1_000 } },
    "active-progressing",
  ],
]);

testNotCause("no-workers", [
  ["the queue is paused besides", { queue: { ...nobody, paused: true } }, "queue-paused"],
  [
    "CLIENT LIST is refused and we have not watched for a minute",
    { queue: { workers: null, stalledCheckPresent: false }, withoutCheckMs: 59_999 },
    "unknown",
  ],
  ["a check was made lately", { queue: { workers: [], stalledCheckPresent: true } }, "unknown"],
  ["its queue could not be read", { queue: null }, "unknown"],
]);

testNotCause("waiting-in-backlog", [
  [
    "the queue's only slot is kept by a stuck job",
    {
      queue: {
        counts: { ...counts, active: 1 },
        limits: { concurrency: 1, rateMax: null, rateDurationMs: null, rateLimitedForMs: null },
      },
      heldInQueue: [{ verdict: "probably-stuck" }],
    },
    "global-concurrency-maxed",
  ],
]);

test("what Redis does not tell is called unknown, with what was read", () => {
  expect(judge({ queue: null })).toMatchObject({
    cause: "unknown",
    blocked: true,
    headline: "We can't tell why. Here is what we read.",
    facts: [{ kind: "unknown", text: "charge-card #77 is waiting." }],
  });
});

const longDue = { state: "delayed", delayUntilAtMs: nowMs - 60_000 } as const;
const busy = { counts: { ...counts, active: 1, delayed: 1 }, workers: [buildWorker({ hasFreeSlot: false })] };

testNotCause("child-delayed", [
  ["it is long due and its queue is paused", { child: longDue, queue: { paused: true } }, "queue-paused"],
  [
    "it is long due behind a job that runs as usual, whose worker promotes it with its next fetch",
    { child: longDue, queue: busy, heldInQueue: [{ verdict: "normal" }] },
    "waiting-in-backlog",
  ],
  [
    "it is long due and a stuck job keeps the only slot",
    { child: longDue, queue: busy, heldInQueue: [{ verdict: "probably-stuck" }] },
    "worker-slots-saturated",
  ],
  ["it is long due by Redis' clock and a free worker does not take it", { child: longDue }, "unknown"],
]);

testNotCause("stalled-repeatedly", [
  [
    "nobody is there to take it back once more",
    { child: { state: "active", stalls: 2 }, lock: { verdict: "lock-lost" }, queue: nobody },
    "active-no-lock-no-worker",
  ],
]);

testNotCause("priority-starved", [
  [
    "CLIENT LIST is refused and nothing shows that somebody works",
    { child: { state: "prioritized" }, queue: { workers: null, stalledCheckPresent: false, counts } },
    "unknown",
  ],
]);

testNotCause("worker-not-fetching", [
  [
    "its worker is on the way from one fetch to the next",
    { queue: { counts, workers: [buildWorker({ hasFreeSlot: false, idleMs: 1_000 })] } },
    "waiting-in-backlog",
  ],
]);
