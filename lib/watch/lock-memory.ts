import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { ProgressSigns, RunEvents } from "@/lib/core/lock-source";
import type { LockHistory } from "@/lib/core/lock-watch";

export type SignKind = "progress" | "log" | "data";

export type LockSample = {
  readonly atMs: number;
  readonly ttlMs: number;
  readonly renewed: boolean;
  readonly sign: SignKind | null;
};

type Remembered = {
  readonly lockId: string;
  readonly workerKey: string;
  readonly watchedSinceAtMs: number;
  expiryAtMs: number;
  renewalsObserved: number;
  lastRenewalAtMs: number | null;
  activeEventAtMs: number | null;
  eventsWereRead: boolean;
  lastSign: { atMs: number; kind: SignKind } | null;
  silentSinceAtLeastAtMs: number | null;
  signs: ProgressSigns | null;
  signSamples: number;
  samples: LockSample[];
  lastSweep: number;
};

/** What outlives this process of a held lock, with what was learned of its worker. */
export type SavedLock = Omit<Remembered, "lastSweep"> & {
  readonly job: JobRef;
  readonly longestTtlMs: number;
  readonly jumpSeen: boolean;
};

/** Ten minutes of samples at the default interval; older ones make room. */
const samplesMax = 120;
/** Two reads of one expiry differ by rounding and by the time between reading clock and TTL. */
const expiryJitterMs = 250;

/**
 * What is remembered of each held lock between sweeps: renewals, signs of progress, samples. Bounded by the number
 * of locks held now; a lock that is gone or has another token is forgotten at the end of the sweep that misses it.
 */
export class LockMemory {
  readonly #locks = new Map<string, Remembered>();
  /** Until the next sweep. */
  readonly #restored = new Map<string, SavedLock>();
  /** Highest TTL seen per worker and queue, kept apart from whether a jump was seen there. */
  readonly #longestTtl = new Map<string, { ttlMs: number; jumpSeen: boolean; lastSweep: number }>();
  #sweep = 0;

  /** Takes one sweep's readings in. */
  noteSweep(jobs: readonly JobReading[], atMs: number): void {
    this.#sweep += 1;
    for (const job of jobs) {
      if (job.lock !== null) this.#noteLock(job, atMs);
      // An active job whose lock is lost keeps its history, which names the holder it had.
      else this.#keep(job.ref);
    }
    this.#restored.clear();
    for (const [key, lock] of this.#locks) if (lock.lastSweep !== this.#sweep) this.#locks.delete(key);
    for (const [key, worker] of this.#longestTtl)
      if (worker.lastSweep < this.#sweep - 720) this.#longestTtl.delete(key);
  }

  /** Takes one reading of progress, log length and data in; a change since the last one is a sign of progress. */
  noteSigns(job: JobReading, signs: ProgressSigns): void {
    const lock = this.#locks.get(jobKey(job.ref));
    if (lock === undefined) return;
    const sign = lock.signs === null ? null : changedSign(lock.signs, signs);
    if (lock.signs === null && lock.lastSign === null && hasEarlierSign(signs))
      lock.silentSinceAtLeastAtMs = job.readAtMs;
    if (sign !== null) lock.lastSign = { atMs: job.readAtMs, kind: sign };
    lock.signs = signs;
    lock.signSamples += 1;
    const last = lock.samples.at(-1);
    if (sign !== null && last !== undefined) lock.samples[lock.samples.length - 1] = { ...last, sign };
  }

  /** Takes in what the event stream knows of the run, which needs to be asked once a lock. */
  noteRunEvents(ref: JobRef, events: RunEvents): void {
    const lock = this.#locks.get(jobKey(ref));
    if (lock === undefined) return;
    lock.eventsWereRead = true;
    lock.activeEventAtMs = events.activeAtMs ?? lock.activeEventAtMs;
    if (events.lastProgressAtMs !== null && events.lastProgressAtMs > (lock.lastSign?.atMs ?? 0))
      lock.lastSign = { atMs: events.lastProgressAtMs, kind: "progress" };
  }

  /** Takes in when the run began by its queue's events, as far as that was told before the reading. */
  noteStart({ ref, readAtMs }: JobReading, activeAtMs: number): void {
    const lock = this.#locks.get(jobKey(ref));
    if (lock !== undefined && activeAtMs <= readAtMs) lock.activeEventAtMs = activeAtMs;
  }

  runEventsWereRead(ref: JobRef): boolean {
    return this.#locks.get(jobKey(ref))?.eventsWereRead ?? false;
  }

  /** `null` for a job whose present lock was in no sweep yet. */
  historyOf(job: JobReading): LockHistory | null {
    const lock = this.#locks.get(jobKey(job.ref));
    if (lock === undefined || (job.lock !== null && job.lock.lockId !== lock.lockId)) return null;
    const worker = this.#longestTtl.get(lock.workerKey);
    return {
      lockId: lock.lockId,
      watchedSinceAtMs: lock.watchedSinceAtMs,
      renewalsObserved: lock.renewalsObserved,
      lastRenewalAtMs: lock.lastRenewalAtMs,
      lockDurationObservedMs: worker?.jumpSeen === true ? roundUpToHalfSecond(worker.ttlMs) : null,
      activeEventAtMs: lock.activeEventAtMs,
      lastSign: lock.lastSign,
      silentSinceAtLeastAtMs: lock.silentSinceAtLeastAtMs,
      signSamples: lock.signSamples,
    };
  }

  samplesOf(ref: JobRef): { watchedSinceAtMs: number | null; samples: readonly LockSample[] } {
    const lock = this.#locks.get(jobKey(ref));
    return { watchedSinceAtMs: lock?.watchedSinceAtMs ?? null, samples: lock?.samples ?? [] };
  }

  /** What is remembered of these jobs' locks, to be restored by another process. */
  save(refs: readonly JobRef[]): readonly SavedLock[] {
    return refs.flatMap((job) => {
      const lock = this.#locks.get(jobKey(job));
      if (lock === undefined) return [];
      const { lastSweep: _, ...kept } = lock;
      const worker = this.#longestTtl.get(lock.workerKey);
      return [{ ...kept, job, longestTtlMs: worker?.ttlMs ?? 0, jumpSeen: worker?.jumpSeen === true }];
    });
  }

  /** Takes over what another process saved: the next sweep goes on from there where it finds the same lock. */
  restore(saved: readonly SavedLock[]): void {
    for (const lock of saved) this.#restored.set(jobKey(lock.job), lock);
  }

  /** What was known of the lock up to now, by this process or, where that watched it for longer, by another. */
  #known(job: JobReading, lockId: string): Remembered | null {
    const key = jobKey(job.ref);
    const own = this.#locks.get(key);
    const known = own?.lockId === lockId ? own : null;
    const restored = this.#restored.get(key);
    if (restored === undefined || restored.lockId !== lockId) return known;
    if (known !== null && known.watchedSinceAtMs <= restored.watchedSinceAtMs) return known;
    return this.#takeOver(restored);
  }

  #takeOver(lock: SavedLock): Remembered {
    this.#noteWorker(lock.workerKey, lock.longestTtlMs, lock.jumpSeen);
    return { ...lock, samples: [...lock.samples], lastSweep: this.#sweep };
  }

  #keep(ref: JobRef): void {
    const key = jobKey(ref);
    const restored = this.#restored.get(key);
    const lock = this.#locks.get(key) ?? (restored === undefined ? undefined : this.#takeOver(restored));
    if (lock === undefined) return;
    lock.lastSweep = this.#sweep;
    this.#locks.set(key, lock);
  }

  #noteLock(job: JobReading, atMs: number): void {
    if (job.lock === null) return;
    const key = jobKey(job.ref);
    const readAtMs = job.readAtMs;
    const expiryAtMs = readAtMs + job.lock.ttlMs;
    const workerKey = `${job.lock.workerId} ${job.ref.queue}`;
    const { lockId } = job.lock;
    const lock = this.#known(job, lockId) ?? newLock(lockId, workerKey, expiryAtMs, atMs);
    this.#locks.set(key, lock);
    const renewed = expiryAtMs > lock.expiryAtMs + expiryJitterMs;
    if (renewed) {
      lock.renewalsObserved += 1;
      lock.lastRenewalAtMs = readAtMs;
    }
    lock.expiryAtMs = Math.max(lock.expiryAtMs, expiryAtMs);
    lock.lastSweep = this.#sweep;
    lock.samples.push({ atMs: readAtMs, ttlMs: job.lock.ttlMs, renewed, sign: null });
    if (lock.samples.length > samplesMax) lock.samples.shift();
    this.#noteWorker(workerKey, job.lock.ttlMs, renewed);
  }

  #noteWorker(workerKey: string, ttlMs: number, renewed: boolean): void {
    const worker = this.#longestTtl.get(workerKey);
    this.#longestTtl.set(workerKey, {
      ttlMs: Math.max(worker?.ttlMs ?? 0, ttlMs),
      jumpSeen: renewed || worker?.jumpSeen === true,
      lastSweep: this.#sweep,
    });
  }
}

function newLock(lockId: string, workerKey: string, expiryAtMs: number, atMs: number): Remembered {
  return {
    lockId,
    workerKey,
    watchedSinceAtMs: atMs,
    expiryAtMs,
    renewalsObserved: 0,
    lastRenewalAtMs: null,
    activeEventAtMs: null,
    eventsWereRead: false,
    lastSign: null,
    silentSinceAtLeastAtMs: null,
    signs: null,
    signSamples: 0,
    samples: [],
    lastSweep: 0,
  };
}

function changedSign(before: ProgressSigns, now: ProgressSigns): SignKind | null {
  if (before.progressDigest !== now.progressDigest) return "progress";
  if (now.logLines > before.logLines) return "log";
  if (before.dataDigest !== now.dataDigest) return "data";
  return null;
}

function hasEarlierSign({ progressDigest, logLines }: ProgressSigns): boolean {
  return progressDigest !== null || logLines > 0;
}

function roundUpToHalfSecond(ms: number): number {
  return Math.ceil(ms / 500) * 500;
}
