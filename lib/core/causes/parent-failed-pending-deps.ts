import { fact } from "./blocking-child";
import { hashEvidence } from "./evidence";
import { labelOf, pendingFact } from "./judged-parent";
import type { ParentTest } from "./judged-parent";

export const parentFailedPendingDeps: ParentTest = (input) => {
  const { parent } = input;
  if (parent.state !== "failed" || parent.children.unprocessed === 0) return null;
  // BullMQ keeps no code for it (`src/classes/scripts.ts`, `finishedErrors`): the text is all there is.
  if (parent.failedReason?.includes("has pending dependencies") !== true) return null;
  return {
    cause: "parent-failed-pending-deps",
    blocked: true,
    headline: `${labelOf(input)}'s processor returned while children were pending (no \`WaitingChildrenError\`).`,
    facts: [
      fact("It failed for its pending children.", hashEvidence(parent, "failedReason", parent.failedReason)),
      pendingFact(input),
    ],
    actions: ["retry"],
  };
};
