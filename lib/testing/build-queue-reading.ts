import type { QueueReading, WorkerClient } from "@/lib/core/queue-reading";

/** The queue `bull:payments` with one idle worker and nothing in it, changed by `overrides`; for pure tests. */
export function buildQueueReading(overrides: Partial<QueueReading> = {}): QueueReading {
  return {
    queue: "bull:payments",
    readAtMs: 1_000_000,
    paused: false,
    pausedListLength: 0,
    counts: { waiting: 0, active: 0, prioritized: 0, delayed: 0, "waiting-children": 0, completed: 0, failed: 0 },
    workers: [buildWorker()],
    bullmqVersion: "6.7.0",
    limits: { concurrency: null, rateMax: null, rateDurationMs: null, rateLimitedForMs: null },
    stalledCheckPresent: true,
    everUsed: true,
    oldestWaitingMs: null,
    damaged: [],
    ...overrides,
  };
}

/** An idle worker `payments-1`, changed by `overrides`. */
export function buildWorker(overrides: Partial<WorkerClient> = {}): WorkerClient {
  return {
    clientId: "7",
    name: "payments-1",
    queue: "bull:payments",
    address: "10.0.3.7:5000",
    connectedMs: 60_000,
    idleMs: 1_000,
    hasFreeSlot: true,
    ...overrides,
  };
}
