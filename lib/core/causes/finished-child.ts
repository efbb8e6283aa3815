import { formatDuration } from "../format-duration";
import { jobKey } from "../job-ref";
import { childLabel, fact, parentLabel } from "./blocking-child";
import type { BlockingChild, CauseTest } from "./blocking-child";
import { dependencyEvidence, hashEvidence, lockEvidence, stateEvidence } from "./evidence";

export const childKeyMissing: CauseTest = (input) => {
  if (input.child.state !== "missing") return null;
  return {
    cause: "child-key-missing",
    blocked: true,
    headline: `${parentLabel(input)} still lists ${childLabel(input)}, which is gone (evicted or deleted by hand).`,
    facts: [
      fact("The job's hash does not exist; it was looked for twice.", stateEvidence(input.child)),
      fact("Its parent still waits for it.", dependencyEvidence(input.parent, input.child)),
    ],
    actions: ["detach"],
  };
};

export const childCompletedStillListed: CauseTest = (input) => {
  const { child, parent } = input;
  if (child.state !== "completed") return null;
  // A child that names this very parent has just finished: the parent's set is read again with the next look.
  if (child.parentKey === jobKey(parent.ref)) return null;
  return {
    cause: "child-completed-still-listed",
    blocked: true,
    headline: `${childLabel(input)} completed, but told another parent.`,
    facts: [
      fact("It completed.", stateEvidence(child)),
      fact("It names another parent than the one that waits.", hashEvidence(child, "parentKey", child.parentKey)),
      fact("This parent still waits for it.", dependencyEvidence(parent, child)),
    ],
    actions: ["detach"],
  };
};

export const childFailedZombieLock: CauseTest = (input) => {
  const { child } = input;
  if (child.state !== "failed" || child.lock === null) return null;
  return {
    cause: "child-failed-zombie-lock",
    blocked: true,
    headline: `${childLabel(input)} was failed from outside with the lock bypassed; its old run still holds the lock.`,
    facts: [fact("It failed.", stateEvidence(child)), fact("A lock is still held.", ...lockEvidence(child))],
    actions: ["clear-ghost-lock", "retry", "remove"],
  };
};

export const childFailedBeforeAttach: CauseTest = (input) => {
  const { child, parent } = input;
  if (child.state !== "failed" || child.parent === null || child.parent.policy === "none") return null;
  if (child.finishedAtMs === null || parent.createdAtMs === null || child.finishedAtMs >= parent.createdAtMs)
    return null;
  return {
    cause: "child-failed-before-attach",
    blocked: true,
    headline: `${childLabel(input)} had failed before this flow attached it, so its failure policy can never fire.`,
    facts: [
      fact("It failed before its parent was added.", hashEvidence(child, "finishedOn", child.finishedAtMs)),
      fact("The parent was added later.", hashEvidence(parent, "timestamp", parent.createdAtMs)),
    ],
    actions: ["retry", "detach", "remove"],
  };
};

export const childFailedStalledLimit: CauseTest = (input) => {
  const { child } = input;
  if (child.state !== "failed" || child.failedReason?.startsWith("job stalled more than allowable limit") !== true)
    return null;
  return {
    cause: "child-failed-stalled-limit",
    blocked: true,
    headline: `${childLabel(input)} stalled too often and was failed by the stalled check.`,
    facts: [failedFact(input), fact("Its parent still waits for it.", dependencyEvidence(input.parent, child))],
    actions: ["retry", "detach", "remove"],
  };
};

export const childFailedNoPolicy: CauseTest = (input) => {
  const { child } = input;
  if (child.state !== "failed") return null;
  const parent = parentLabel(input);
  return {
    cause: "child-failed-no-policy",
    blocked: true,
    headline: `${childLabel(input)} failed and nothing tells ${parent} to move on: it waits until ${childLabel(input)} succeeds.`,
    facts: [
      failedFact(input),
      fact("It has no failure policy.", hashEvidence(child, "parent", child.parent?.policy ?? null)),
      fact(`${parent} still waits for it.`, dependencyEvidence(input.parent, child)),
    ],
    actions: ["retry", "detach", "remove"],
  };
};

function failedFact({ child, nowMs }: BlockingChild) {
  const ago = child.finishedAtMs === null ? "" : ` ${formatDuration(nowMs - child.finishedAtMs)} ago`;
  const { made, max } = child.attempts;
  const reason = child.failedReason === null || child.failedReason === "" ? "" : `: ${firstLine(child.failedReason)}`;
  return fact(
    `Failed${ago} after ${made} of ${max} attempts${reason}`,
    hashEvidence(child, "failedReason", child.failedReason),
  );
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.slice(0, 200) ?? "";
}
