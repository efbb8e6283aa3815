import { fact } from "./blocking-child";
import { lockEvidence, stateEvidence } from "./evidence";
import { labelOf, pendingFact } from "./judged-parent";
import type { ParentTest } from "./judged-parent";
import { versionFacts } from "./version-facts";

export const parentActiveNoLock: ParentTest = (input) => {
  const { parent } = input;
  if (parent.state !== "active" || parent.lock !== null || parent.children.unprocessed === 0) return null;
  return {
    cause: "parent-active-no-lock",
    blocked: true,
    headline: `${labelOf(input)} lost its lock when it tried to complete with pending children (BullMQ < 5.45.2).`,
    facts: [
      fact("It is active.", stateEvidence(parent)),
      fact("Its lock is gone.", ...lockEvidence(parent)),
      pendingFact(input),
      ...versionFacts(input.queue, "parent-loses-lock"),
    ],
    actions: ["put-back"],
  };
};
