import { countOf } from "../job-label";
import { fact, isWaiting } from "./blocking-child";
import { stateEvidence } from "./evidence";
import { labelOf, pendingFact } from "./judged-parent";
import type { ParentTest } from "./judged-parent";

/** A child with `continueParentOnFailure` has released it too early. */
export const parentReleasedWithPendingDeps: ParentTest = (input) => {
  const { parent } = input;
  const { unprocessed, ignored, failed } = parent.children;
  if (!isWaiting(parent) && parent.state !== "delayed") return null;
  if (unprocessed === 0 || parent.deferredFailure !== null) return null;
  // A job that adds children while it runs may be back in line with pending ones, and nothing is wrong.
  if (ignored + failed === 0) return null;
  return {
    cause: "parent-released-with-pending-deps",
    blocked: true,
    headline: `A child's failure released ${labelOf(input)} while ${countOf(unprocessed, "child is", "children are")} unfinished; it will fail if it returns normally.`,
    facts: [fact("It does not wait for its children any more.", stateEvidence(parent)), pendingFact(input)],
    actions: [],
  };
};
