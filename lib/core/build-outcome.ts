import type { ActionId, ActionOptions, Outcome, Seen } from "./action";
import type { JobReading } from "./job-reading";
import type { LockState } from "./lock-state";
import { describeFail } from "./outcome-fail";
import { refusalOf } from "./outcome-guards";
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
};

export type OutcomeDescription = Pick<Outcome, "effects" | "warnings" | "text">;

/** What an action would do to a job and to its parents, before it is done. */
export function buildOutcome(input: OutcomeInput): Outcome {
  const { target } = input;
  const refusal = refusalOf(input);
  const { effects, warnings, text } = describe(input);
  return {
    job: { ...target.ref, name: target.name },
    allowed: refusal === null,
    refusal,
    seen: toSeen(target),
    effects,
    warnings: [...new Set(warnings)],
    text,
  };
}

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
  const { action, target } = input;
  if (action === "fail" && target.state === "active") return describeFail(input);
  if (action === "retry" && target.state === "failed") return describeRetryFailed(input);
  if (action === "retry" && target.state === "active") return describeRetryActive(input);
  return { effects: [], warnings: [], text: [] };
}
