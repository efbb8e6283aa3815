import type { LockState } from "@/lib/core/lock-state";

/** A normal lock of `charge-card #77`, held for 10 s by `payments-1` and renewed once, changed by `overrides`. */
export function buildLockState(overrides: Partial<LockState> = {}): LockState {
  return {
    job: { queue: "bull:payments", id: "77", name: "charge-card" },
    lockId: "lock-a",
    workerId: "worker-a",
    holder: "payments-1",
    ttlMs: 24_000,
    lockDurationMs: { value: 30_000, observed: true },
    heldMs: 10_000,
    clockOffMs: null,
    silentMs: 10_000,
    renewals: { atLeast: 1, observed: 1, watchedSinceAtMs: 990_000 },
    lastSignAtMs: null,
    usualMs: null,
    verdict: "normal",
    score: 0,
    scoreParts: { age: 0, silence: 0, renewals: 0, history: 0 },
    blocks: { jobs: 0, flows: 0 },
    ...overrides,
  };
}
