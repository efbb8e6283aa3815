import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { isLongDue } from "./delay-due";
import { stateEvidence } from "./evidence";

export const childDelayed: CauseTest = (input) => {
  const { child, nowMs } = input;
  if (child.state !== "delayed" || isLongDue(child, nowMs)) return null;
  const due =
    child.delayUntilAtMs === null ? "later" : new Date(child.delayUntilAtMs).toISOString().replace(/\.\d+Z$/, "Z");
  return {
    cause: "child-delayed",
    blocked: true,
    headline: `${childLabel(input)} is scheduled for ${due}.`,
    facts: [fact(`It is due at ${due}.`, stateEvidence(child))],
    actions: ["promote", "detach", "remove"],
  };
};
