import { misfitOf } from "./action-misfit";
import type { ActionId, ActionOptions, Outcome, RefusalCode, Seen, WarningCode } from "./action";
import type { JobReading } from "./job-reading";
import type { LockState } from "./lock-state";
import { describeDetach } from "./outcome-detach";
import { describeFail } from "./outcome-fail";
import { refusalOf, toFitFacts } from "./outcome-guards";
import { describePromote, describeReleaseParent, describeResumeQueue, describeRunAgain } from "./outcome-line";
import { describeClearGhostLock, describePutBack, describeReleaseLock } from "./outcome-lock";
import { describeRemove } from "./outcome-remove";
import { describeRetryActive, describeRetryFailed } from "./outcome-retry";
import type { QueueReading } from "./queue-reading";

export type OutcomeInput = {
  readonly action: ActionId;
  readonly target: JobReading;
  /** From the parent upward to the root. */
  readonly ancestors: readonly JobReading[];
  readonly lock: LockState | null;
  readonly queues: ReadonlyMap<string, QueueReading>;
  readonly options: ActionOptions;
  readonly writable: boolean;
  /** The job is among its parent's `:dependencies`; `null` where nobody looked: then it counts as being there. */
  readonly pendingAtParent?: boolean | null;
  /** The job was failed or taken from a worker that may be running it still. */
  readonly mayStillRun?: boolean;
  /** What is below a job that is to be removed with its children; `null` or left out: nobody looked. */
  readonly removal?: Removal | null;
  /** What only the keys and rights in Redis can tell; left out where nobody asked. */
  readonly checked?: {
    readonly refusal: RefusalCode | null;
    readonly denied: string | null;
    readonly aclNotChecked: boolean;
  };
};

export type Removal = {
  readonly jobs: number;
  readonly unfinished: number;
  readonly locked: number;
  /** Why BullMQ would not remove the whole tree, or would remove half of it. */
  readonly refusal: RefusalCode | null;
};

export type OutcomeDescription = Pick<Outcome, "effects" | "warnings" | "text">;

/** What an action would do to a job and to its parents, before it is done. */
export function buildOutcome(input: OutcomeInput): Outcome {
  const { target } = input;
  const { checked } = input;
  const refusal = refusalOf(input) ?? checked?.refusal ?? null;
  const { effects, warnings, text } = describe(input);
  return {
    job: { ...target.ref, name: target.name },
    allowed: refusal === null,
    refusal,
    seen: toSeen(target),
    effects,
    warnings: [...new Set<WarningCode>([...warnings, ...(checked?.aclNotChecked === true ? notChecked : [])])],
    ...(refusal === "redis-denied" && checked?.denied != null ? { denied: checked.denied } : {}),
    ...(input.action === "remove" ? { deletes: 1 + (input.removal?.jobs ?? 0) } : {}),
    text,
  };
}

const notChecked = ["acl-not-checked"] as const;

/** What an operator looked at, to be compared when the action runs. */
export function toSeen(job: JobReading): Seen {
  return {
    state: job.state,
    lockId: job.lock?.lockId ?? null,
    attemptsStarted: job.attempts.started,
    processedAtMs: job.processedAtMs,
  };
}

/** A job that can't be acted on has no effects to tell of. */
function describe(input: OutcomeInput): OutcomeDescription {
  if (misfitOf(input.action, toFitFacts(input), input.options) !== null) return { effects: [], warnings: [], text: [] };
  switch (input.action) {
    case "fail":
      return describeFail(input);
    case "retry":
      return input.target.state === "failed" ? describeRetryFailed(input) : describeRetryActive(input);
    case "put-back":
      return describePutBack(input);
    case "release-lock":
      return describeReleaseLock(input);
    case "clear-ghost-lock":
      return describeClearGhostLock(input);
    case "detach":
      return describeDetach(input);
    case "release-parent":
      return describeReleaseParent(input);
    case "promote":
      return describePromote(input);
    case "remove":
      return describeRemove(input);
    case "run-again":
      return describeRunAgain(input);
    case "resume-queue":
      return describeResumeQueue(input);
  }
}
