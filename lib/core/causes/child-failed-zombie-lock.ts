import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { lockEvidence, stateEvidence } from "./evidence";

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
