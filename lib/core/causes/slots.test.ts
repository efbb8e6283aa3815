import { buildWorker } from "@/lib/testing/build-queue-reading";
import { testCause, testNotCause } from "@/lib/testing/test-cause";

const counts = { waiting: 3, active: 3, prioritized: 0, delayed: 0, "waiting-children": 0, completed: 0, failed: 0 };
const limits = { concurrency: 3, rateMax: null, rateDurationMs: null, rateLimitedForMs: null };
const full = { counts, limits };
const saturated = { counts, workers: [buildWorker({ hasFreeSlot: false, idleMs: 60_000 })] };
const hog = { job: { queue: "bull:payments", id: "5", name: "hog" } };
const stuck = { ...hog, verdict: "probably-stuck" } as const;
const lost = { ...hog, verdict: "lock-lost" } as const;

testCause("global-concurrency-maxed", true, [
  [
    "some of its slots are kept by stuck jobs",
    { queue: full, heldInQueue: [stuck, stuck, {}] },
    "All 3 slots of payments are taken, 2 of them by jobs that are probably stuck.",
  ],
  [
    "one is kept by a stuck job",
    { queue: full, heldInQueue: [stuck, {}, {}] },
    "All 3 slots of payments are taken, 1 of them by a job that is probably stuck.",
  ],
  ["all are kept by jobs without a lock", { queue: full, heldInQueue: [lost] }, "All 3 slots of payments are taken."],
  [
    "its only slot is kept by a stuck job",
    { queue: { ...full, limits: { ...limits, concurrency: 1 } }, heldInQueue: [stuck] },
    "The only slot of payments is taken by a job that is probably stuck.",
  ],
]);

testCause("worker-slots-saturated", true, [
  [
    "no worker asks for a job and one holds a stuck one",
    { queue: saturated, heldInQueue: [stuck] },
    "Every worker slot of payments is held by hog #5, probably stuck.",
  ],
]);

testNotCause("global-concurrency-maxed", [
  ["every slot is taken by a job that runs as usual", { queue: full, heldInQueue: [{}, {}, {}] }, "waiting-in-backlog"],
  [
    "a slot is free",
    { queue: { ...full, limits: { ...limits, concurrency: 4 } }, heldInQueue: [stuck] },
    "waiting-in-backlog",
  ],
]);

testNotCause("worker-slots-saturated", [
  ["another slot moves", { queue: saturated, heldInQueue: [stuck, {}] }, "waiting-in-backlog"],
  ["all are only suspects", { queue: saturated, heldInQueue: [{ ...hog, verdict: "suspect" }] }, "unknown"],
]);
