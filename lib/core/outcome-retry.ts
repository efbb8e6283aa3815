import type { Effect, WarningCode } from "./action";
import type { OutcomeDescription, OutcomeInput } from "./build-outcome";
import { countOf, queueLabel } from "./job-label";
import type { JobReading } from "./job-reading";
import { hasOtherFreeSlot } from "./other-free-slot";
import { effectOn, lineOf } from "./outcome-effect";
import { pickUpOf } from "./outcome-pick-up";
import { retriedParent } from "./outcome-retried-parent";
import { holderOf, runningCode } from "./outcome-running-code";
import type { QueueReading } from "./queue-reading";

export const mayRunTwice =
  "If the stuck code wakes up, the same work may run twice. Continue only if this job is safe to repeat.";

/** Sending an active job back in line: its run is given up, no policy applies. */
export function describeRetryActive(input: OutcomeInput): OutcomeDescription {
  const { target, ancestors, queues } = input;
  const pickUp = pickUpOf([target], queues, "no-worker-for-queue");
  const otherFreeSlot = hasOtherFreeSlot(target, queues.get(target.ref.queue));
  const holder = holderOf(input);
  return {
    effects: [backInLine(target, "sent back in line by the operator")],
    warnings: [
      "may-run-twice",
      "slot-stays-busy",
      ...(otherFreeSlot === false ? (["no-free-slot"] as const) : []),
      ...pickUp.warnings,
    ],
    text: [
      [
        `It goes back in line on ${queueLabel(target.ref.queue)} and runs again from the start. No try is used up.`,
        ...pickUp.sentences,
      ].join(" "),
      ancestors.length === 0 ? "It has no parent." : "Nothing changes. They keep waiting.",
      [
        runningCode(input),
        mayRunTwice,
        ...(otherFreeSlot === false ? [`Only ${holder} could take it again. Restart ${holder} first.`] : []),
        ...(otherFreeSlot === null ? ["Whether another worker is free to take it can't be seen here."] : []),
      ].join(" "),
      "It runs again as soon as a worker is free. This cannot be undone.",
    ],
  };
}

/** Retrying a failed job, whose parent may have moved on in the meantime. */
export function describeRetryFailed(input: OutcomeInput): OutcomeDescription {
  const { target, ancestors, queues, options } = input;
  const pickUp = pickUpOf([target], queues, "no-worker-for-queue");
  const parent = retriedParent(target, ancestors[0] ?? null, input.pendingAtParent ?? null);
  const mayStillRun = input.mayStillRun === true;
  const warnings: WarningCode[] = [
    ...(mayStillRun ? (["may-run-twice"] as const) : []),
    ...parent.warnings,
    ...pickUp.warnings,
  ];
  return {
    effects: [backInLine(target, "retried by the operator")],
    warnings,
    text: [
      [
        `It goes back to waiting on ${queueLabel(target.ref.queue)} (${crowd(queues.get(target.ref.queue))}).`,
        ...(options.resetAttempts === true ? ["Its try counter starts again at zero."] : []),
        ...pickUp.sentences,
      ].join(" "),
      parent.sentence,
      mayStillRun
        ? `The run that was failed may still go on in ${holderOf(input)}. ${mayRunTwice}`
        : "Nothing of it is known to be running.",
      "It runs again as soon as a worker is free. If it fails again, its failure policy applies again.",
    ],
  };
}

function backInLine(target: JobReading, why: string): Effect {
  return effectOn(target, lineOf(target), why);
}

/** `3 workers, 12 ahead`. */
export function crowd(queue: QueueReading | undefined): string {
  const workers = queue?.workers ?? null;
  return `${workers === null ? "workers unknown" : countOf(workers.length, "worker")}, ${queue?.counts.waiting ?? 0} ahead`;
}
