import type { OutcomeDescription, OutcomeInput } from "./build-outcome";
import { countOf, queueLabel } from "./job-label";
import { lineOf, effectOn, unchanged } from "./outcome-effect";
import { pickUpOf } from "./outcome-pick-up";
import { mayRunTwice } from "./outcome-retry";
import { capitalised, holderOf, runningCode } from "./outcome-running-code";

/** BullMQ's default of `maxStalledCount`; a worker's own is not in Redis. */
const stallsMax = 1;

/** Taking only the lock of an active job: the stalled check does the rest. */
export function describeReleaseLock(input: OutcomeInput): OutcomeDescription {
  const { target, ancestors, queues } = input;
  const pickUp = pickUpOf([target], queues, "no-worker-for-queue");
  const queue = queueLabel(target.ref.queue);
  return {
    effects: [unchanged(target, "active without a lock until a stalled check finds it")],
    warnings: [
      "may-run-twice",
      "slot-stays-busy",
      ...(target.stalls >= stallsMax ? (["may-fail-as-stalled"] as const) : []),
      ...pickUp.warnings,
    ],
    text: [
      [
        `Only the lock is removed. ${capitalised(holderOf(input))}'s next renewal is refused. A stalled check on ${queue} puts the job back in line, usually within a minute.`,
        `It has stalled ${countOf(target.stalls, "time")}; after more than ${stallsMax} (default) it fails instead.`,
        ...pickUp.sentences,
      ].join(" "),
      ancestors.length === 0 ? "It has no parent." : "Nothing changes now. They keep waiting.",
      `${runningCode(input)} ${mayRunTwice}`,
      "Retry does the same at once and is easier to predict.",
    ],
  };
}

/** Taking a lock that a job kept although it is not active any more. */
export function describeClearGhostLock({ target, ancestors, lock }: OutcomeInput): OutcomeDescription {
  return {
    effects: [unchanged(target, "only the lock left over goes")],
    warnings: ["slot-stays-busy"],
    text: [
      `Only the lock left over is removed. It stays ${target.state}.`,
      ancestors.length === 0 ? "It has no parent." : "Nothing changes for them.",
      `${capitalised(holderOf({ target, lock }))} may still run its old attempt; its next renewal is refused.`,
      "Then it can be retried or removed.",
    ],
  };
}

/** Putting back in line what no worker holds: an active job without a lock, or one that is in no list. */
export function describePutBack(input: OutcomeInput): OutcomeDescription {
  const { target, ancestors, queues } = input;
  const wasActive = target.state === "active";
  const pickUp = pickUpOf([target], queues, "no-worker-for-queue");
  return {
    effects: [effectOn(target, lineOf(target), "put back in line by the operator")],
    warnings: [...(wasActive ? (["may-run-twice"] as const) : []), ...pickUp.warnings],
    text: [
      [
        wasActive
          ? "No lock exists. The job returns to waiting now instead of at the next stalled check."
          : "It is in no list. The job returns to waiting.",
        ...pickUp.sentences,
      ].join(" "),
      ancestors.length === 0 ? "It has no parent." : "Nothing changes. They keep waiting.",
      wasActive ? `${runningCode(input)} ${mayRunTwice}` : "Nothing of it is known to be running.",
      "It runs again as soon as a worker is free. This cannot be undone.",
    ],
  };
}
