import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { hashEvidence } from "./evidence";

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
