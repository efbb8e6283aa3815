import type { CauseId, Severity } from "@/lib/core/cause";
import type { QueueState } from "@/lib/core/job-state";
import type { LockState } from "@/lib/core/lock-state";

/** What one look over all flows and queues found, as far as it is counted. */
export type LookSummary = {
  /** This machine's clock. */
  readonly atMs: number;
  readonly blockedFlows: number;
  readonly waitingParents: number;
  readonly truncated: boolean;
  readonly queues: readonly {
    readonly queue: string;
    readonly counts: { readonly [S in QueueState]: number };
    readonly oldestWaitingMs: number | null;
    readonly workers: number | null;
  }[];
};

/** What is known of one connection without asking Redis: what it was read to be last. */
export type WatchReading = {
  readonly connection: string;
  readonly redisUp: boolean;
  readonly leads: boolean;
  readonly recordsUp: boolean;
  /** `null` before the first one. */
  readonly sweep: {
    /** This machine's clock. */
    readonly atMs: number;
    readonly truncated: boolean;
    readonly locks: readonly (Pick<LockState, "job" | "verdict" | "heldMs"> & { readonly muted: boolean })[];
  } | null;
  readonly look: LookSummary | null;
  readonly occupiedSlots: number;
  /** `null` where another process leads. */
  readonly openIncidents: readonly { readonly cause: CauseId; readonly severity: Severity }[] | null;
  /** `null` without a webhook. */
  readonly webhookPending: number | null;
};
