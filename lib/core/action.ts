import type { JobRef } from "./job-ref";
import type { State } from "./job-state";

export const actionIds = [
  "fail",
  "retry",
  "put-back",
  "release-lock",
  "detach",
  "release-parent",
  "clear-ghost-lock",
  "promote",
  "remove",
  "run-again",
  "resume-queue",
] as const;

export type ActionId = (typeof actionIds)[number];

/** Why an action is not allowed, or did nothing. Closed: each has its sentence in `lib/contract/action-texts.ts`. */
export const refusalCodes = [
  "read-only",
  "forbidden",
  "job-not-found",
  "wrong-state",
  "conflict",
  "lock-missing",
  "lock-moved",
  "lock-bypass-token",
  "lock-held",
  "child-locked",
  "no-ghost-lock",
  "not-pending",
  "parent-required",
  "children-pending",
  "queue-not-paused",
  "scheduled-job",
  "cyclic-flow",
  "flow-too-large",
  "odd-child-id",
  "bad-parent-json",
  "bad-opts-json",
  "parent-mismatch",
  "wrong-type",
  "redis-denied",
  "redis-readonly",
  "redis-out-of-memory",
  "redis-unavailable",
  "fleet-too-old",
  "queue-paused-v5",
  "finished-first",
  "unknown-outcome",
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export const warningCodes = [
  "may-run-twice",
  "no-free-slot",
  "slot-stays-busy",
  "no-worker-for-parent",
  "no-worker-for-queue",
  "queue-paused",
  "parent-stays-blocked",
  "parent-starts-early",
  "root-fails",
  "data-deleted",
  "parent-will-fail-anyway",
  "parent-already-left",
  "parent-never-completes",
  "children-deleted",
  "children-left-behind",
  "may-fail-as-stalled",
  "acl-not-checked",
  "fleet-version-unknown",
] as const;

export type WarningCode = (typeof warningCodes)[number];

/** What the operator looked at; it must still be true when the action runs. */
export type Seen = {
  readonly state: State;
  readonly lockId: string | null;
  readonly attemptsStarted: number;
  readonly processedAtMs: number | null;
};

export type Effect = {
  readonly job: JobRef & { readonly name: string | null };
  readonly from: State;
  /** `null`: unchanged for good (stays blocked) is told by `from === to`; `null` means the job is deleted. */
  readonly to: State | null;
  readonly why: string;
};

export type Outcome = {
  readonly job: JobRef & { readonly name: string | null };
  readonly allowed: boolean;
  readonly refusal: RefusalCode | null;
  readonly seen: Seen;
  readonly effects: readonly Effect[];
  readonly warnings: readonly WarningCode[];
  /** How many jobs removing deletes, those below it too. */
  readonly deletes?: number | undefined;
  /** The command that Redis refuses, where that is why. */
  readonly denied?: string | undefined;
  /** Plain sentences for the dialog's blocks "This job", "Its parents", "The running code", "After this", in this order. */
  readonly text: readonly string[];
};

export type OutcomeTotals = {
  readonly jobs: number;
  readonly allowed: number;
  readonly parentsStart: number;
  readonly parentsStayBlocked: number;
  readonly parentsFail: number;
  readonly rootsFail: number;
};

export type ActionOptions = {
  readonly resetAttempts?: boolean | undefined;
  readonly children?: boolean | undefined;
  readonly parent?: JobRef | undefined;
};

/** `attempts` is `atm`, the attempts made. */
export type JobFate = {
  readonly state: State;
  readonly attempts: number;
  readonly finishedAtMs: number | null;
};

export type ActionResult = {
  readonly job: JobRef;
  readonly result: "done" | "skipped" | "refused" | "unknown";
  readonly code: RefusalCode | null;
  /** The command that Redis refuses, where that is why. */
  readonly denied?: string | undefined;
  /** Which worker to restart, where the code of the run that lost its job still holds a slot. */
  readonly advice?: string | undefined;
  /** The flow as it was before the action. */
  readonly snapshotId?: string | undefined;
  readonly before: JobFate;
  readonly after: JobFate;
};
