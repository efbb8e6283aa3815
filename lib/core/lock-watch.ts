import type { JobReading } from "./job-reading";
import type { LockState } from "./lock-state";

/** What the sampler remembers of one held lock. Instants are on Redis' clock. */
export type LockHistory = {
  readonly lockId: string;
  readonly watchedSinceAtMs: number;
  /** Upward jumps of the expiry instant seen between two samples. */
  readonly renewalsObserved: number;
  readonly lastRenewalAtMs: number | null;
  /** Running maximum of the TTL right after a jump; `null` until a jump was seen for this worker or queue. */
  readonly lockDurationObservedMs: number | null;
  /** The instant of the job's last `active` event, `null` when the stream no longer has it. */
  readonly activeEventAtMs: number | null;
  /**
   * The first look, where the job had logged or reported before it: those signs have no instant, so silence is counted
   * from here.
   */
  readonly silentSinceAtLeastAtMs: number | null;
  readonly lastSign: { readonly atMs: number; readonly kind: "progress" | "log" | "data" } | null;
  /** How often progress, log length and data were sampled: below 2 silence proves nothing. */
  readonly signSamples: number;
};

/** How long jobs of one queue and name usually take, from finished ones. */
export type UsualTime = {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly sample: number;
};

/** The limits in force for one queue and name; `set` when an operator chose them. */
export type HeldLimits = { readonly slowMs: number; readonly stuckMs: number; readonly set: boolean };

/** The sampler's memory as diagnosis and views ask it: judges the lock of a fresh reading. */
export interface LockBook {
  /** `null` for a job that is not active. An active job without a lock gives the verdict `lock-lost`. */
  stateOf(job: JobReading): LockState | null;
}
