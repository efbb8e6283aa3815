import type { JobRef } from "./job-ref";
import type { LockBook } from "./lock-watch";
import type { LockState } from "./lock-state";

/** One pass over all held locks. */
export type Sweep = {
  /** Redis' clock; `null` before the first sweep. */
  readonly atMs: number | null;
  readonly locks: readonly LockState[];
  readonly truncated: boolean;
};

/** The sampler as the server's use cases ask it. */
export interface LockWatch extends LockBook {
  lastSweep(): Sweep;
  /** The signs and renewals remembered of one job, oldest first. */
  historyOf(job: JobRef): {
    readonly watchedSinceAtMs: number | null;
    readonly samples: readonly {
      readonly atMs: number;
      readonly ttlMs: number;
      readonly renewed: boolean;
      readonly sign: "progress" | "log" | "data" | null;
    }[];
  };
  /**
   * How far the clock of a queue's named worker is ahead of Redis', in ms, as its last ended runs tell; below 0 it is
   * behind, `null` where nothing is known.
   */
  clockOffOf(queue: string, worker: string): number | null;
  /** How long this queue has been seen without `stalled-check`, in ms; 0 while it is there. */
  withoutStalledCheckMs(queue: string): number;
  /** How many blocked jobs and flows each lock holds up, as the last triage found. */
  noteBlocks(blocks: ReadonlyMap<string, { readonly jobs: number; readonly flows: number }>): void;
}
