import { fact } from "./blocking-child";
import { stateEvidence } from "./evidence";
import { labelOf, pendingFact } from "./judged-parent";
import type { ParentTest } from "./judged-parent";

export const parentAlreadyFinished: ParentTest = (input) => {
  const { parent } = input;
  if (parent.state !== "completed" || parent.children.unprocessed === 0) return null;
  return {
    cause: "parent-already-finished",
    blocked: false,
    headline: `${labelOf(input)} already finished; these children were attached later.`,
    facts: [fact("It completed.", stateEvidence(parent)), pendingFact(input)],
    actions: [],
  };
};
