import type { ActionId, ActionOptions, Effect, Outcome, OutcomeTotals, Seen, WarningCode } from "./action";
import { countOf, jobLabel, queueLabel } from "./job-label";
import type { JobReading } from "./job-reading";
import type { LockState } from "./lock-state";
import { failureUpward } from "./outcome-effects";
import { isFleetUnknown, refusalOf } from "./outcome-guards";
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
};

/** What an action would do to a job and to its parents, before it is done. */
export function buildOutcome(input: OutcomeInput): Outcome {
  const { target } = input;
  const refusal = refusalOf(input);
  const what = describe(input);
  return {
    job: { ...target.ref, name: target.name },
    allowed: refusal === null,
    refusal,
    seen: toSeen(target),
    effects: what.effects,
    warnings: what.warnings,
    text: what.text,
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

/** Counts over all outcomes that are allowed; refused ones change nothing. */
export function sumOutcomes(outcomes: readonly Outcome[]): OutcomeTotals {
  const allowed = outcomes.filter((outcome) => outcome.allowed);
  const parents = allowed.flatMap(({ effects, job }) =>
    effects.filter((effect) => effect.job.id !== job.id || effect.job.queue !== job.queue),
  );
  const fates = [...new Map(parents.map((effect) => [`${effect.job.queue}:${effect.job.id}`, effect])).values()];
  return {
    jobs: outcomes.length,
    allowed: allowed.length,
    parentsStart: fates.filter(({ to }) => to === "waiting" || to === "prioritized" || to === "delayed").length,
    parentsStayBlocked: fates.filter(({ to }) => to === "waiting-children").length,
    parentsFail: fates.filter(({ to }) => to === "failed").length,
    rootsFail: allowed.filter(({ warnings }) => warnings.includes("root-fails")).length,
  };
}

type Description = Pick<Outcome, "effects" | "warnings" | "text">;

function describe(input: OutcomeInput): Description {
  const { action, target } = input;
  if (action === "fail") return describeFail(input);
  if (action === "retry" && target.state === "failed") return describeRetryFailed(input);
  if (action === "retry") return describeRetryActive(input);
  return { effects: [], warnings: [], text: [] };
}

function describeFail(input: OutcomeInput): Description {
  const { target, ancestors, queues } = input;
  const fate = failureUpward(target, ancestors);
  const left = Math.max(0, target.attempts.max - target.attempts.made - 1);
  const own: Effect = {
    job: { ...target.ref, name: target.name },
    from: target.state,
    to: target.removeOnFail ? null : "failed",
    why: "failed by the operator",
  };
  const warnings: WarningCode[] = [];
  if (target.lock !== null) warnings.push("slot-stays-busy");
  if (fate.staysBlocked) warnings.push("parent-stays-blocked");
  if (fate.startsEarly) warnings.push("parent-starts-early");
  if (fate.rootFails) warnings.push("root-fails");
  if (fate.alreadyLeft) warnings.push("parent-already-left");
  if (target.removeOnFail) warnings.push("data-deleted");
  if (isFleetUnknown(target, ancestors, queues)) warnings.push("fleet-version-unknown");
  const pickup = pickUpSentences(fate.toBePickedUp, queues);
  warnings.push(...pickup.warnings);
  const failing = fate.effects.filter((effect) => effect.to === "failed").length;
  return {
    effects: [own, ...fate.effects],
    warnings,
    text: [
      `It moves to failed now.${left > 0 ? ` It will not use its ${countOf(left, "remaining try", "remaining tries")}.` : ""}` +
        (target.removeOnFail ? " Its data is deleted. You cannot retry it." : ""),
      [...(failing > 1 ? [`${failing} jobs will fail.`] : []), ...fate.sentences, ...pickup.sentences].join(" "),
      runningCode(input),
      target.removeOnFail ? "This cannot be undone." : "You can retry it later. This cannot be undone.",
    ],
  };
}

function describeRetryActive(input: OutcomeInput): Description {
  const { target, queues, lock } = input;
  const queue = queueLabel(target.ref.queue);
  const pickup = pickUpSentences([target], queues, "no-worker-for-queue");
  const warnings: WarningCode[] = ["may-run-twice", "slot-stays-busy", ...pickup.warnings];
  const holder = lock?.holder ?? "the same worker";
  const noFreeSlot = !hasOtherFreeSlot(input);
  if (noFreeSlot) warnings.push("no-free-slot");
  return {
    effects: [
      {
        job: { ...target.ref, name: target.name },
        from: target.state,
        to: target.priority > 0 ? "prioritized" : "waiting",
        why: "sent back in line by the operator",
      },
    ],
    warnings,
    text: [
      [`It goes back in line on ${queue} and runs again from the start. No try is used up.`, ...pickup.sentences].join(" "),
      input.ancestors.length === 0 ? "It has no parent." : "Nothing changes. They keep waiting.",
      `${runningCode(input)} If the stuck code wakes up, the same work may run twice. Continue only if this job is safe to repeat.` +
        (noFreeSlot ? ` Only ${holder} could take it again. Restart ${holder} first.` : ""),
      "It runs again as soon as a worker is free. This cannot be undone.",
    ],
  };
}

function describeRetryFailed(input: OutcomeInput): Description {
  const { target, ancestors, queues, options } = input;
  const [parent] = ancestors;
  const queue = queues.get(target.ref.queue);
  const pickup = pickUpSentences([target], queues, "no-worker-for-queue");
  const warnings: WarningCode[] = [...pickup.warnings];
  const parentSentences: string[] = [];
  if (parent === undefined) parentSentences.push("It has no parent.");
  else parentSentences.push(...retriedParent(parent, warnings));
  const workers = queue?.workers?.length ?? null;
  const ahead = countOf(queue?.counts.waiting ?? 0, "job", "jobs");
  return {
    effects: [
      {
        job: { ...target.ref, name: target.name },
        from: "failed",
        to: target.priority > 0 ? "prioritized" : "waiting",
        why: "retried by the operator",
      },
    ],
    warnings,
    text: [
      [
        `It goes back to waiting on ${queueLabel(target.ref.queue)} (${workers === null ? "workers unknown" : countOf(workers, "worker")}, ${ahead} ahead).`,
        ...(options.resetAttempts === true ? ["Its try counter starts again at zero."] : []),
        ...pickup.sentences,
      ].join(" "),
      parentSentences.join(" "),
      "Nothing of it is running now.",
      "It runs again as soon as a worker is free. If it fails again, its failure policy applies again.",
    ],
  };
}

function retriedParent(parent: JobReading, warnings: WarningCode[]): readonly string[] {
  const name = jobLabel({ ...parent.ref, name: parent.name });
  if (parent.state === "completed" || parent.state === "failed") {
    warnings.push("parent-already-left");
    return [`${name} already finished. Running this again will not change it.`];
  }
  if (parent.deferredFailure !== null) {
    warnings.push("parent-will-fail-anyway");
    return [`${name} is already set to fail. Retrying the child does not stop that.`];
  }
  if (parent.state === "active") {
    warnings.push("parent-already-left");
    return [`${name} is running. It will wait for this child again, so its current run cannot complete.`];
  }
  if (parent.state === "waiting-children") return [`${name} waits for it again.`];
  warnings.push("parent-already-left");
  return [`${name} has stopped waiting already; with this child pending it fails if it returns normally.`];
}

function runningCode({ target, lock }: OutcomeInput): string {
  if (target.lock === null) return "No lock is held: nothing of it is known to be running.";
  const holder = lock?.holder ?? "its worker";
  return (
    `This does not stop the code. ${holder} keeps running it, and one of its slots stays busy, until it returns or the process restarts. ` +
    "If it finishes later its result is thrown away. Anything it writes elsewhere still happens. " +
    `Until then ${holder} logs "could not renew lock for job ${target.ref.id}" at every renewal.`
  );
}

/** Another worker than the holder shows a free slot; not knowing the workers counts as none. */
function hasOtherFreeSlot({ target, queues }: OutcomeInput): boolean {
  const workers = queues.get(target.ref.queue)?.workers ?? [];
  return workers.some((worker) => worker.hasFreeSlot && (worker.name === null || worker.name !== target.processedBy));
}

function pickUpSentences(
  jobs: readonly JobReading[],
  queues: ReadonlyMap<string, QueueReading>,
  noWorker: "no-worker-for-parent" | "no-worker-for-queue" = "no-worker-for-parent",
): { readonly sentences: readonly string[]; readonly warnings: readonly WarningCode[] } {
  const sentences = new Set<string>();
  const warnings = new Set<WarningCode>();
  for (const job of jobs) {
    const queue = queues.get(job.ref.queue);
    const name = queueLabel(job.ref.queue);
    if (queue?.paused === true) {
      warnings.add("queue-paused");
      sentences.add(`${name} is paused, so nothing will pick it up until it is resumed.`);
    }
    if (queue?.workers?.length === 0) {
      warnings.add(noWorker);
      sentences.add(`No worker is connected to ${name}, so nothing will pick it up.`);
    }
  }
  return { sentences: [...sentences], warnings: [...warnings] };
}
