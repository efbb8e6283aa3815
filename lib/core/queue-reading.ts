import type { DamageCode } from "./damage";
import type { QueueState } from "./job-state";

/** A worker's named blocking connection, from CLIENT LIST. */
export type WorkerClient = {
  /** CLIENT LIST `id`. */
  readonly clientId: string;
  /** The worker's `name`, `null` when it has none. */
  readonly name: string | null;
  readonly queue: string;
  readonly address: string;
  readonly connectedMs: number;
  readonly idleMs: number;
  /** Blocked in a fetch (`flags=b`): at least one free slot. */
  readonly hasFreeSlot: boolean;
};

export type QueueReading = {
  /** `prefix:name`. */
  readonly queue: string;
  /** Redis' clock. */
  readonly readAtMs: number;
  readonly paused: boolean;
  /** Length of the `paused` list of BullMQ 5 (0 on a BullMQ 6 queue). */
  readonly pausedListLength: number;
  readonly counts: { readonly [S in QueueState]: number };
  /** `null` when CLIENT LIST is refused. */
  readonly workers: readonly WorkerClient[] | null;
  /** `meta`'s version: that of the last `Queue` constructed, such as `6.7.0`. */
  readonly bullmqVersion: string | null;
  readonly limits: {
    readonly concurrency: number | null;
    readonly rateMax: number | null;
    readonly rateDurationMs: number | null;
    readonly rateLimitedForMs: number | null;
  };
  /** Whether `stalled-check` exists: some worker checked for stalled jobs lately. */
  readonly stalledCheckPresent: boolean;
  /** Whether a job was ever added: BullMQ's counter of ids exists. */
  readonly everUsed: boolean;
  readonly oldestWaitingMs: number | null;
  readonly damaged: readonly DamageCode[];
};
