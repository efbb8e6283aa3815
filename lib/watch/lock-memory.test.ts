import { expect, test } from "vitest";

import type { JobReading } from "@/lib/core/job-reading";
import { buildJobReading } from "@/lib/testing/build-job-reading";

import { LockMemory } from "./lock-memory";
import type { SavedLock } from "./lock-memory";

function held(atMs: number, ttlMs: number, lockId = "lock-a"): JobReading {
  return buildJobReading({
    state: "active",
    readAtMs: atMs,
    processedAtMs: 1_000,
    lock: { lockId, workerId: "worker-a", ttlMs },
  });
}

function sweep(memory: LockMemory, job: JobReading): void {
  memory.noteSweep([job], job.readAtMs);
}

const still = { progressDigest: null, logLines: 0, dataDigest: "d1" };

test("counts a renewal when the expiry instant moves later, and learns the lock duration from it", () => {
  const memory = new LockMemory();
  sweep(memory, held(10_000, 25_000));
  sweep(memory, held(15_000, 20_000));
  expect(memory.historyOf(held(15_000, 20_000))).toMatchObject({
    renewalsObserved: 0,
    lastRenewalAtMs: null,
    lockDurationObservedMs: null,
  });

  sweep(memory, held(20_000, 29_800));

  expect(memory.historyOf(held(20_000, 29_800))).toMatchObject({
    watchedSinceAtMs: 10_000,
    renewalsObserved: 1,
    lastRenewalAtMs: 20_000,
    lockDurationObservedMs: 30_000,
  });
});

test("does not take the jitter of two reads of one expiry for a renewal", () => {
  const memory = new LockMemory();
  sweep(memory, held(10_000, 25_000));
  sweep(memory, held(11_000, 24_200));
  expect(memory.historyOf(held(11_000, 24_200))?.renewalsObserved).toBe(0);
});

test("starts anew when another token holds the lock, and knows nothing of a lock that no sweep saw", () => {
  const memory = new LockMemory();
  sweep(memory, held(10_000, 25_000));
  sweep(memory, held(15_000, 30_000));
  sweep(memory, held(20_000, 30_000, "lock-b"));

  expect(memory.historyOf(held(20_000, 30_000, "lock-b"))).toMatchObject({
    watchedSinceAtMs: 20_000,
    renewalsObserved: 0,
  });
  expect(memory.historyOf(held(20_000, 30_000, "lock-a"))).toBeNull();
});

test("forgets a lock that a sweep misses, and keeps the history of an active job whose lock is lost", () => {
  const memory = new LockMemory();
  const lost = buildJobReading({ state: "active", readAtMs: 20_000, lock: null });
  sweep(memory, held(10_000, 25_000));
  sweep(memory, lost);
  expect(memory.historyOf(lost)?.lockId).toBe("lock-a");

  memory.noteSweep([], 25_000);

  expect(memory.historyOf(lost)).toBeNull();
});

test.each([
  ["progress", { ...still, progressDigest: "p1" }],
  ["log", { ...still, logLines: 1 }],
  ["data", { ...still, dataDigest: "d2" }],
] as const)("takes a change of %s between two samples as a sign of progress", (kind, changed) => {
  const memory = new LockMemory();
  sweep(memory, held(10_000, 25_000));
  memory.noteSigns(held(10_000, 25_000), still);
  expect(memory.historyOf(held(10_000, 25_000))).toMatchObject({ lastSign: null, signSamples: 1 });

  sweep(memory, held(15_000, 20_000));
  memory.noteSigns(held(15_000, 20_000), changed);

  expect(memory.historyOf(held(15_000, 20_000))).toMatchObject({
    lastSign: { atMs: 15_000, kind },
    signSamples: 2,
  });
  expect(memory.samplesOf(held(0, 0).ref).samples.at(-1)).toMatchObject({ sign: kind });
});

test("counts silence from the first look where a job logged before we watched, because those lines have no instant", () => {
  const memory = new LockMemory();
  sweep(memory, held(10_000, 25_000));
  memory.noteSigns(held(10_000, 25_000), { ...still, logLines: 3 });
  expect(memory.historyOf(held(10_000, 25_000))).toMatchObject({ lastSign: null, silentSinceAtLeastAtMs: 10_000 });
});

test("takes the start and the last progress from the event stream where it still has them", () => {
  const memory = new LockMemory();
  sweep(memory, held(10_000, 25_000));
  memory.noteRunEvents(held(0, 0).ref, { activeAtMs: 2_000, lastProgressAtMs: 7_000 });

  memory.noteSigns(held(10_000, 25_000), { ...still, progressDigest: "p1" });

  expect(memory.historyOf(held(10_000, 25_000))).toMatchObject({
    activeEventAtMs: 2_000,
    lastSign: { atMs: 7_000, kind: "progress" },
  });
});

test("keeps a bounded number of samples", () => {
  const memory = new LockMemory();
  for (let atMs = 0; atMs < 500_000; atMs += 1_000) sweep(memory, held(atMs, 25_000));
  const { samples } = memory.samplesOf(held(0, 0).ref);
  expect(samples).toHaveLength(120);
  expect(samples.at(-1)?.atMs).toBe(499_000);
});

test("goes on from what another process saved where it finds the same lock, and with that of a lock that is lost", () => {
  const memory = new LockMemory();
  sweep(memory, held(10_000, 25_000));
  memory.noteSigns(held(10_000, 25_000), still);
  sweep(memory, held(20_000, 30_000));
  memory.noteSigns(held(20_000, 30_000), still);
  const saved: readonly SavedLock[] = JSON.parse(JSON.stringify(memory.save([held(0, 0).ref])));
  const before = memory.historyOf(held(20_000, 30_000));
  const lost = buildJobReading({ state: "active", readAtMs: 40_000, lock: null });

  const [same, other, without] = [held(40_000, 28_000), held(40_000, 28_000, "lock-b"), lost].map((job) => {
    const next = new LockMemory();
    next.restore(saved);
    sweep(next, job);
    return next.historyOf(job);
  });

  expect(before).toMatchObject({ renewalsObserved: 1, signSamples: 2 });
  expect(same).toEqual({ ...before, renewalsObserved: 2, lastRenewalAtMs: 40_000 });
  expect(other).toMatchObject({ watchedSinceAtMs: 40_000, renewalsObserved: 0 });
  expect(without).toEqual(before);
});
