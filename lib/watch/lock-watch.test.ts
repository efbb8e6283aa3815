import { expect, test } from "vitest";

import type { JobRef } from "@/lib/core/job-ref";
import type { LockSource } from "@/lib/core/lock-source";
import { buildJobReading } from "@/lib/testing/build-job-reading";

import { SweepingLockWatch } from "./lock-watch";

const heldMs = 400_000;

/** Locks that were held for long, and what was asked of each. */
function sourceOf(locks: number) {
  const asked = new Map<string, number>();
  let count = 0;
  const jobs = Array.from({ length: locks }, (_, index) =>
    buildJobReading({
      ref: { queue: "bull:cards", id: `card-${index}` },
      state: "active",
      processedAtMs: 1_000_000 - heldMs,
      lock: { lockId: `lock-${index}`, workerId: "worker-a", ttlMs: 20_000 },
    }),
  );
  const source: LockSource = {
    readHeldLocks: async () => ({ atMs: 1_000_000, jobs, queuesWithStalledCheck: new Set(), truncated: false }),
    readSigns: async (refs: readonly JobRef[]) => {
      for (const { id } of refs) asked.set(id, (asked.get(id) ?? 0) + 1);
      return refs.map(() => ({ progressDigest: `p${(count += 1)}`, logLines: 0, dataDigest: null }));
    },
    readRunEvents: async () => ({ activeAtMs: null, lastProgressAtMs: null }),
    followRuns: async () => [],
    readFinished: async () => [],
  };
  return { source, asked };
}

test("each of very many long-held locks has its turn to be looked at for progress", async () => {
  const { source, asked } = sourceOf(2_500);
  const watch = new SweepingLockWatch({
    source,
    queues: () => ["bull:cards"],
    sampleMs: 5_000,
    floors: { slowMs: 300_000, stuckMs: 600_000 },
    limitsOf: () => null,
    onFailure: (error) => {
      throw error;
    },
  });

  for (let sweep = 0; sweep < 5; sweep += 1) await watch.sweepNow();

  expect(asked.size).toBe(2_500);
  expect(new Set(asked.values())).toEqual(new Set([4]));
  expect(new Set(watch.lastSweep().locks.map(({ verdict }) => verdict))).toEqual(new Set(["slow"]));
});
