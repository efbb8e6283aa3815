import { jobKey } from "../job-ref";
import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { dependencyEvidence, hashEvidence, stateEvidence } from "./evidence";

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
