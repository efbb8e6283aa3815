import type { NamedJob } from "./job-ref";
import type { Verdict } from "./verdict";

/** A lock as it is shown: reading, history and verdict. Instants are on Redis' clock. */
export type LockState = {
  readonly job: NamedJob;
  readonly lockId: string;
  readonly workerId: string;
  /** The worker's name, `null` when it has none. */
  readonly holder: string | null;
  readonly ttlMs: number;
  readonly lockDurationMs: { readonly value: number | null; readonly observed: boolean };
  readonly heldMs: number;
  /**
   * How far the worker's clock is ahead of Redis', in ms, as the start of this run tells (`processedOn` beside the
   * `active` event); below 0 it is behind. `null`: that event was not seen.
   */
  readonly clockOffMs: number | null;
  /** Since the start, the last sign of progress, or the first look where earlier signs have no instant. */
  readonly silentMs: number;
  readonly renewals: {
    readonly atLeast: number;
    readonly observed: number;
    readonly watchedSinceAtMs: number | null;
  };
  readonly lastSignAtMs: number | null;
  readonly usualMs: { readonly p50: number; readonly p95: number; readonly sample: number } | null;
  readonly verdict: Verdict;
  /** 0–100; ranks and explains, never decides. */
  readonly score: number;
  readonly scoreParts: {
    readonly age: number;
    readonly silence: number;
    readonly renewals: number;
    readonly history: number;
  };
  readonly blocks: { readonly jobs: number; readonly flows: number };
};
