import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { effectiveLimits, judgeLock } from "@/lib/core/judge-lock";
import type { LockSource } from "@/lib/core/lock-source";
import type { LockState } from "@/lib/core/lock-state";
import type { HeldLimits } from "@/lib/core/lock-watch";
import type { LockWatch, Sweep } from "@/lib/core/lock-watch-port";
import { verdicts } from "@/lib/core/verdict";

import { LockMemory } from "./lock-memory";
import type { SavedLock } from "./lock-memory";
import type { HeldRun } from "./run-pairs";
import { RunWatch } from "./run-watch";

export type LockWatchOptions = {
  readonly source: LockSource;
  /** The queues known now. */
  readonly queues: () => readonly string[];
  readonly sampleMs: number;
  readonly floors: { readonly slowMs: number; readonly stuckMs: number };
  /** Limits that an operator set for a queue and name. */
  readonly limitsOf: (queue: string, name: string | null) => Partial<Pick<HeldLimits, "slowMs" | "stuckMs">> | null;
  /** Told of each sweep that Redis did not answer. */
  readonly onFailure: (error: unknown) => void;
  /** Told after each sweep, and how long it took. */
  readonly onSweep?: (sweep: Sweep, tookMs: number) => void;
  /** Asked at each turn; where another process sweeps for all, nothing is read. */
  readonly isWanted?: () => boolean;
  readonly onSkip?: () => void;
};

/** Locks whose event stream is looked through in one sweep, and long-held locks whose signs are read in one. */
const runEventReadsPerSweep = 20;
const signReadsPerSweep = 2_000;

/** Sweeps all held locks every `sampleMs`, without any browser open, and judges locks from what it remembers. */
export class SweepingLockWatch implements LockWatch {
  readonly #options: LockWatchOptions;
  readonly #memory = new LockMemory();
  readonly #runs: RunWatch;
  readonly #withoutCheckSinceMs = new Map<string, number>();
  #blocks: ReadonlyMap<string, { readonly jobs: number; readonly flows: number }> = new Map();
  #longHeld: readonly JobRef[] = [];
  #signsReadTo = 0;
  #heldJobs: ReadonlyMap<JobKey, JobReading> = new Map();
  #last: Sweep = { atMs: null, locks: [], truncated: false };
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(options: LockWatchOptions) {
    this.#options = options;
    this.#runs = new RunWatch({ source: options.source, heldRun: (ref) => this.#heldRun(ref) });
  }

  start(): void {
    if (this.#timer !== null || this.#stopped) return;
    this.#timer = setInterval(() => this.#takeTurn(), this.#options.sampleMs);
    void this.sweepNow();
  }

  #takeTurn(): void {
    if (this.#options.isWanted?.() === false) this.#options.onSkip?.();
    else void this.sweepNow();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  /** One sweep; a call during a sweep waits for that one instead of starting another. */
  async sweepNow(): Promise<void> {
    this.#running ??= this.#sweep()
      .catch((error: unknown) => this.#options.onFailure(error))
      .finally(() => {
        this.#running = null;
      });
    await this.#running;
  }

  stateOf(job: JobReading): LockState | null {
    const usual = this.#runs.usualOf(job.ref.queue, job.name);
    return judgeLock({
      job,
      history: this.#memory.historyOf(job),
      usual,
      limits: this.#limitsOf(job),
      nowMs: job.readAtMs,
      blocks: this.#blocks.get(jobKey(job.ref)) ?? { jobs: 0, flows: 0 },
    });
  }

  lastSweep(): Sweep {
    return this.#last;
  }

  /** A job at work as the last sweep read it. */
  sweptJob(ref: JobRef): JobReading | null {
    return this.#heldJobs.get(jobKey(ref)) ?? null;
  }

  historyOf(ref: JobRef): ReturnType<LockWatch["historyOf"]> {
    return this.#memory.samplesOf(ref);
  }

  /** What is remembered of the locks that are held longest, as far as they are held unusually long. */
  saveHistory(locksMax: number): readonly SavedLock[] {
    const held = this.#longHeld.slice(0, locksMax);
    return this.#memory.save(held);
  }

  /** Takes over what another process saved; to be called before the first sweep. */
  restoreHistory(saved: readonly SavedLock[]): void {
    this.#memory.restore(saved);
  }

  clockOffOf(queue: string, worker: string): number | null {
    return this.#runs.clockOffOf(queue, worker);
  }

  withoutStalledCheckMs(queue: string): number {
    const sinceMs = this.#withoutCheckSinceMs.get(queue);
    return sinceMs === undefined || this.#last.atMs === null ? 0 : this.#last.atMs - sinceMs;
  }

  noteBlocks(blocks: ReadonlyMap<string, { readonly jobs: number; readonly flows: number }>): void {
    this.#blocks = blocks;
  }

  #limitsOf(job: JobReading): HeldLimits {
    return effectiveLimits({
      floors: this.#options.floors,
      usual: this.#runs.usualOf(job.ref.queue, job.name),
      set: this.#options.limitsOf(job.ref.queue, job.name),
    });
  }

  async #sweep(): Promise<void> {
    const startedAtMs = performance.now();
    const queues = this.#options.queues();
    const held = await this.#options.source.readHeldLocks(queues);
    // What ended since the last sweep is still remembered from there.
    await this.#runs.follow(queues);
    this.#memory.noteSweep(held.jobs, held.atMs);
    this.#noteStarts(held.jobs);
    this.#noteStalledChecks(queues, held.queuesWithStalledCheck, held.atMs);
    await this.#runs.readFinished(held.jobs, held.atMs);
    const longHeld = held.jobs.filter((job) => this.#isLongHeld(job));
    this.#longHeld = longHeld.map(({ ref }) => ref);
    await this.#readRunEvents(longHeld);
    await this.#readSigns(longHeld);
    const locks = held.jobs.flatMap((job) => this.stateOf(job) ?? []).sort(mostSuspiciousFirst);
    this.#heldJobs = new Map(held.jobs.map((job) => [jobKey(job.ref), job]));
    this.#last = { atMs: held.atMs, locks, truncated: held.truncated };
    this.#options.onSweep?.(this.#last, performance.now() - startedAtMs);
  }

  /** Held for longer than half its slow limit, by the worker's clock or by ours; an instant in the future is a wrong clock. */
  #isLongHeld(job: JobReading): boolean {
    const history = this.#memory.historyOf(job);
    if (history === null) return false;
    const startAtMs = history.activeEventAtMs ?? job.processedAtMs ?? history.watchedSinceAtMs;
    const heldMs = Math.max(job.readAtMs - startAtMs, job.readAtMs - history.watchedSinceAtMs);
    return heldMs >= this.#limitsOf(job).slowMs / 2 || startAtMs > job.readAtMs;
  }

  async #readSigns(jobs: readonly JobReading[]): Promise<void> {
    const asked = this.#inTurn(jobs);
    if (asked.length === 0) return;
    const signs = await this.#options.source.readSigns(asked.map((job) => job.ref));
    for (const [index, job] of asked.entries()) {
      const sign = signs[index];
      if (sign !== undefined) this.#memory.noteSigns(job, sign);
    }
  }

  /** Of more than one sweep reads, the next sweep takes those that follow: silence is only proven of those looked at. */
  #inTurn(jobs: readonly JobReading[]): readonly JobReading[] {
    if (jobs.length <= signReadsPerSweep) return jobs;
    const from = this.#signsReadTo % jobs.length;
    this.#signsReadTo = from + signReadsPerSweep;
    return [...jobs.slice(from), ...jobs.slice(0, from)].slice(0, signReadsPerSweep);
  }

  async #readRunEvents(jobs: readonly JobReading[]): Promise<void> {
    const asked = jobs.filter((job) => !this.#memory.runEventsWereRead(job.ref)).slice(0, runEventReadsPerSweep);
    for (const job of asked) {
      this.#memory.noteRunEvents(job.ref, await this.#options.source.readRunEvents(job.ref));
    }
  }

  #heldRun(ref: JobRef): HeldRun | null {
    const job = this.#heldJobs.get(jobKey(ref));
    if (job === undefined) return null;
    return { name: job.name, startedAtMs: this.#memory.historyOf(job)?.activeEventAtMs ?? null };
  }

  #noteStarts(jobs: readonly JobReading[]): void {
    for (const job of jobs) {
      const startAtMs = this.#runs.startOf(job.ref);
      if (startAtMs !== null) this.#memory.noteStart(job, startAtMs);
    }
  }

  #noteStalledChecks(queues: readonly string[], present: ReadonlySet<string>, atMs: number): void {
    for (const queue of this.#withoutCheckSinceMs.keys())
      if (present.has(queue)) this.#withoutCheckSinceMs.delete(queue);
    for (const queue of queues)
      if (!present.has(queue) && !this.#withoutCheckSinceMs.has(queue)) this.#withoutCheckSinceMs.set(queue, atMs);
  }
}

function mostSuspiciousFirst(a: LockState, b: LockState): number {
  return verdicts.indexOf(b.verdict) - verdicts.indexOf(a.verdict) || b.score - a.score || b.heldMs - a.heldMs;
}
