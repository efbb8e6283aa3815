import type { JobReading } from "@/lib/core/job-reading";

/** A waiting job `charge-card #77` of `bull:payments` without a parent, changed by `overrides`; for tables of pure tests. */
export function buildJobReading(overrides: Partial<JobReading> = {}): JobReading {
  return {
    ref: { queue: "bull:payments", id: "77" },
    readAtMs: 1_000_000,
    state: "waiting",
    name: "charge-card",
    parent: null,
    parentKey: null,
    createdAtMs: 900_000,
    delayUntilAtMs: null,
    delayMs: 0,
    priority: 0,
    processedAtMs: null,
    finishedAtMs: null,
    attempts: { made: 0, started: 0, max: 1 },
    hasBackoff: false,
    removeOnFail: false,
    stalls: 0,
    processedBy: null,
    progress: null,
    failedReason: null,
    deferredFailure: null,
    lock: null,
    inPausedList: false,
    children: { processed: 0, unprocessed: 0, ignored: 0, failed: 0 },
    waitingChildrenSinceMs: null,
    damaged: [],
    ...overrides,
  };
}
