import type { DamageCode } from "./damage";
import type { Diagnosis } from "./diagnosis";
import type { FailurePolicy } from "./failure-policy";
import type { JobRef, NamedJob } from "./job-ref";
import type { Counts } from "./job-reading";
import type { JsonValue } from "./json-value";
import type { State } from "./job-state";
import type { LockState } from "./lock-state";
import type { Verdict } from "./verdict";

export const scopes = ["path", "problems", "all"] as const;
export type Scope = (typeof scopes)[number];

/** One job as the graph and the outline show it. */
export type FlowNode = {
  readonly job: NamedJob;
  readonly parent: JobRef | null;
  readonly state: State;
  readonly verdict: Verdict | null;
  /** An id of `cause.ts` where this job is a culprit. */
  readonly cause: string | null;
  readonly policy: FailurePolicy;
  readonly attempts: { readonly made: number; readonly started: number; readonly max: number };
  readonly stalls: number;
  readonly createdAtMs: number | null;
  readonly processedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** The stored progress, parsed; its text where it is too long or no JSON. */
  readonly progress: JsonValue;
  readonly failedReason: string | null;
  readonly processedBy: string | null;
  readonly children: Counts;
  readonly lock: LockState | null;
  readonly damaged: readonly DamageCode[];
};

export type GroupBucket = State | "dead-end" | Verdict;

/** Siblings of one queue, name and bucket, or the middle of a long chain, folded into one. */
export type FlowGroup = {
  readonly id: string;
  readonly parent: JobRef;
  readonly queue: string;
  readonly name: string | null;
  readonly bucket: GroupBucket;
  readonly count: number;
  readonly worst: Verdict | null;
  readonly heldMs: Spread | null;
  readonly ran: Ran | null;
  /** What lies below the folded jobs, and the problems among all of them that `bucket` does not tell. */
  readonly inside: { readonly jobs: number; readonly problems: number };
  /** The job that a folded chain goes on with. */
  readonly leadsTo: JobRef | null;
};

/** How long a group's jobs ran: half of them at most `p50`, 95 % at most `p95`; `steps` rise evenly through all. */
export type Spread = { readonly p50: number; readonly p95: number; readonly steps: readonly number[] };

/** When a group's jobs ran: how many were running in each of equally long parts between first start and last end. */
export type Ran = { readonly fromMs: number; readonly toMs: number; readonly counts: readonly number[] };

export type StateCounts = { readonly [S in State]?: number | undefined };

export type FlowView = {
  readonly readAtMs: number;
  readonly root: JobRef;
  readonly requested: JobRef;
  readonly total: number;
  readonly byState: StateCounts;
  /** `total` and `byState` count the whole tree; `false` until it was walked. */
  readonly exact: boolean;
  readonly nodes: readonly FlowNode[];
  readonly groups: readonly FlowGroup[];
  readonly shown: number;
  readonly truncated: boolean;
  readonly diagnosis: Diagnosis;
};
