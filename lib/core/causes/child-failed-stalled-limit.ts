import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { dependencyEvidence } from "./evidence";
import { failedFact } from "./failed-fact";

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
