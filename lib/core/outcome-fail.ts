import type { WarningCode } from "./action";
import type { OutcomeDescription, OutcomeInput } from "./build-outcome";
import { countOf } from "./job-label";
import type { JobReading } from "./job-reading";
import { failureUpward } from "./outcome-effects";
import type { ParentsFate } from "./outcome-effects";
import { isFleetUnknown } from "./outcome-guards";
import { pickUpOf } from "./outcome-pick-up";
import { runningCode } from "./outcome-running-code";

/** Failing an active job, whether its lock is held or gone. */
export function describeFail(input: OutcomeInput): OutcomeDescription {
  const { target, ancestors, queues } = input;
  const fate = failureUpward(target, ancestors, input.pendingAtParent ?? null);
  const pickUp = pickUpOf(fate.toBePickedUp, queues, "no-worker-for-parent");
  return {
    effects: [
      {
        job: { ...target.ref, name: target.name },
        from: target.state,
        to: target.removeOnFail ? null : "failed",
        why: "failed by the operator",
      },
      ...fate.effects,
    ],
    warnings: [...ownWarnings(target), ...parentWarnings(fate), ...fleetWarnings(input), ...pickUp.warnings],
    text: [
      ownSentences(target),
      [...fate.sentences, ...pickUp.sentences].join(" "),
      runningCode(input),
      target.removeOnFail ? "This cannot be undone." : "You can retry it later. This cannot be undone.",
    ],
  };
}

function ownSentences({ attempts, removeOnFail }: JobReading): string {
  const left = Math.max(0, attempts.max - attempts.made - 1);
  return [
    "It moves to failed now.",
    ...(left > 0 ? [`It will not use its ${countOf(left, "remaining try", "remaining tries")}.`] : []),
    ...(removeOnFail ? ["Its data is deleted. You cannot retry it."] : []),
  ].join(" ");
}

function ownWarnings({ lock, removeOnFail }: JobReading): readonly WarningCode[] {
  return [
    ...(lock === null ? [] : (["slot-stays-busy"] as const)),
    ...(removeOnFail ? (["data-deleted"] as const) : []),
  ];
}

function parentWarnings(fate: ParentsFate): readonly WarningCode[] {
  const warnings: WarningCode[] = [];
  if (fate.staysBlocked) warnings.push("parent-stays-blocked");
  if (fate.startsEarly) warnings.push("parent-starts-early");
  if (fate.rootFails) warnings.push("root-fails");
  if (fate.alreadyLeft) warnings.push("parent-already-left");
  return warnings;
}

function fleetWarnings({ target, ancestors, queues }: OutcomeInput): readonly WarningCode[] {
  return isFleetUnknown(target, ancestors, queues) ? ["fleet-version-unknown"] : [];
}
