import type { OutcomeDescription, OutcomeInput } from "./build-outcome";
import { countOf, jobLabel, queueLabel } from "./job-label";
import { effectOn, lineOf, unchanged } from "./outcome-effect";
import { releasedState } from "./outcome-parent";
import { pickUpOf } from "./outcome-pick-up";
import { crowd } from "./outcome-retry";

/** Running a delayed job now. */
export function describePromote({ target, ancestors, queues }: OutcomeInput): OutcomeDescription {
  const pickUp = pickUpOf([target], queues, "no-worker-for-queue");
  const queue = queueLabel(target.ref.queue);
  return {
    effects: [effectOn(target, lineOf(target), "promoted by the operator")],
    warnings: pickUp.warnings,
    text: [
      [`It waits on ${queue} now (${crowd(queues.get(target.ref.queue))}).`, ...pickUp.sentences].join(" "),
      ancestors.length === 0 ? "It has no parent." : "Nothing changes. They keep waiting.",
      "Nothing of it is running.",
      "It runs as soon as a worker is free.",
    ],
  };
}

/** Running a completed job once more. */
export function describeRunAgain({ target, ancestors: [parent], queues }: OutcomeInput): OutcomeDescription {
  const pickUp = pickUpOf([target], queues, "no-worker-for-queue");
  const crowded = crowd(queues.get(target.ref.queue));
  return {
    effects: [effectOn(target, lineOf(target), "run again by the operator")],
    warnings: [...(parent === undefined ? [] : (["parent-already-left"] as const)), ...pickUp.warnings],
    text: [
      [
        `It goes back to waiting on ${queueLabel(target.ref.queue)} (${crowded}). Its return value is deleted.`,
        ...pickUp.sentences,
      ].join(" "),
      parentOfRunAgain(target.parentKey, parent),
      "Nothing of it is running.",
      "What it did before is done a second time.",
    ],
  };
}

/** BullMQ `src/commands/includes/moveChildBackToParentDependencies.lua`: the child counts as pending again. */
function parentOfRunAgain(parentKey: string | null, parent: OutcomeInput["target"] | undefined): string {
  if (parent === undefined) return parentKey === null ? "It has no parent." : "Its parent is gone.";
  const name = jobLabel({ ...parent.ref, name: parent.name });
  if (parent.state === "completed" || parent.state === "failed")
    return `${name} is ${parent.state} already. Running this again will not change it, but counts as pending there.`;
  if (parent.state === "waiting-children") return `${name} waits for it again.`;
  return `${name} is ${parent.state}. It waits for this child again, so it fails if it returns before that.`;
}

/** Letting a parent go on that waits for nothing. */
export function describeReleaseParent({ target, ancestors, queues }: OutcomeInput): OutcomeDescription {
  const to = releasedState(target);
  const pickUp = pickUpOf([target], queues, "no-worker-for-queue");
  return {
    effects: [effectOn(target, to, "nothing is pending")],
    warnings: pickUp.warnings,
    text: [
      [`No child of it is pending. It is ${to} now.`, ...pickUp.sentences].join(" "),
      ancestors.length === 0 ? "It has no parent." : "Nothing changes. They keep waiting.",
      "Nothing of it is running.",
      "This cannot be undone.",
    ],
  };
}

/** Letting a whole queue go on. */
export function describeResumeQueue({ target, ancestors, queues }: OutcomeInput): OutcomeDescription {
  const queue = queues.get(target.ref.queue);
  const waiting = (queue?.counts.waiting ?? 0) + (queue?.counts.prioritized ?? 0);
  return {
    effects: [unchanged(target, "its queue is resumed")],
    warnings: queue?.workers?.length === 0 ? ["no-worker-for-queue"] : [],
    text: [
      [
        `${queueLabel(target.ref.queue)} is resumed, and its ${countOf(waiting, "waiting job goes", "waiting jobs go")} on.`,
        ...((queue?.pausedListLength ?? 0) > 0 ? ["What BullMQ 5 put aside is put back in line."] : []),
        ...(queue?.workers?.length === 0 ? ["No worker is connected to it."] : []),
      ].join(" "),
      ancestors.length === 0 ? "It has no parent." : "Nothing changes. They keep waiting.",
      "Nothing that runs is stopped.",
      "It concerns every job of the queue.",
    ],
  };
}
