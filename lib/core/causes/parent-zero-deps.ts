import { labelOf, pendingFact } from "./judged-parent";
import type { ParentTest } from "./judged-parent";
import { fact } from "./blocking-child";
import { stateEvidence } from "./evidence";

export const parentZeroDeps: ParentTest = (input) => {
  const { parent } = input;
  if (parent.state !== "waiting-children" || parent.children.unprocessed > 0) return null;
  return {
    cause: "parent-zero-deps",
    blocked: true,
    headline: `${labelOf(input)} waits for nothing: its child belonged to another parent when the flow was added.`,
    facts: [fact("It waits for children.", stateEvidence(parent)), pendingFact(input)],
    actions: ["release-parent"],
  };
};
