import type { DamageCode } from "./damage";
import type { FailurePolicy } from "./failure-policy";
import type { JobRef } from "./job-ref";
import type { State } from "./job-state";

/** `:processed`, `:dependencies`, `:failed` (ignored failures) and `:unsuccessful` of a parent, counted by Redis. */
export type Counts = {
  readonly processed: number;
  readonly unprocessed: number;
  readonly ignored: number;
  readonly failed: number;
};

export type ParentLink = { readonly ref: JobRef; readonly policy: FailurePolicy };

/** A held lock without its token, which never leaves `lib/redis` and `lib/actions`. */
export type LockReading = {
  /** Short digest of the token. */
  readonly lockId: string;
  /** Short digest of the token's part before the colon: one per worker instance. */
  readonly workerId: string;
  readonly ttlMs: number;
};

/** Facts about one job, all of one instant. Times without a note are the worker's or producer's clock, as BullMQ stores them. */
export type JobReading = {
  readonly ref: JobRef;
  /** Redis' clock. */
  readonly readAtMs: number;
  readonly state: State;
  readonly name: string | null;
  readonly parent: ParentLink | null;
  readonly parentKey: string | null;
  readonly createdAtMs: number | null;
  readonly delayUntilAtMs: number | null;
  /** The delay that the job was added with, in ms. */
  readonly delayMs: number;
  readonly priority: number;
  readonly processedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly attempts: { readonly made: number; readonly started: number; readonly max: number };
  readonly hasBackoff: boolean;
  /** `true`: the job's hash is deleted when it fails. */
  readonly removeOnFail: boolean;
  readonly stalls: number;
  readonly processedBy: string | null;
  /** The stored JSON text, cut to a bound. */
  readonly progress: string | null;
  readonly failedReason: string | null;
  /** `defa`: the failure that the next worker will apply. */
  readonly deferredFailure: string | null;
  readonly lock: LockReading | null;
  /** In the `paused` list that BullMQ 5 uses, which counts as waiting. */
  readonly inPausedList: boolean;
  readonly children: Counts;
  /** The instant at which a parent began to wait for its children, where Redis keeps it (score of waiting-children). */
  readonly waitingChildrenSinceMs: number | null;
  readonly damaged: readonly DamageCode[];
};

/** What changes of a job at work from one look at it to the next. */
export type RenewedJob = Pick<JobReading, "readAtMs" | "lock" | "progress">;

/**
 * The same reading with what changed since. Field by field: a sweep renews ten thousand of them, and spreading so many
 * fields took a third of its time.
 */
export function renewReading(job: JobReading, { readAtMs, lock, progress }: RenewedJob): JobReading {
  return {
    ref: job.ref,
    readAtMs,
    state: job.state,
    name: job.name,
    parent: job.parent,
    parentKey: job.parentKey,
    createdAtMs: job.createdAtMs,
    delayUntilAtMs: job.delayUntilAtMs,
    delayMs: job.delayMs,
    priority: job.priority,
    processedAtMs: job.processedAtMs,
    finishedAtMs: job.finishedAtMs,
    attempts: job.attempts,
    hasBackoff: job.hasBackoff,
    removeOnFail: job.removeOnFail,
    stalls: job.stalls,
    processedBy: job.processedBy,
    progress,
    failedReason: job.failedReason,
    deferredFailure: job.deferredFailure,
    lock,
    inPausedList: job.inPausedList,
    children: job.children,
    waitingChildrenSinceMs: job.waitingChildrenSinceMs,
    damaged: job.damaged,
  };
}
