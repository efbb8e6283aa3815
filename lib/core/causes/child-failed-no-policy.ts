import { childLabel, fact, parentLabel } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { dependencyEvidence, hashEvidence } from "./evidence";
import { failedFact } from "./failed-fact";

export const childFailedNoPolicy: CauseTest = (input) => {
  const { child } = input;
  if (child.state !== "failed" || child.damaged.includes("bad-parent-json")) return null;
  // With a policy the parent would have been told: then it is something else.
  if (child.parent !== null && child.parent.policy !== "none") return null;
  const parent = parentLabel(input);
  return {
    cause: "child-failed-no-policy",
    blocked: true,
    headline: `${childLabel(input)} failed and nothing tells ${parent} to move on: it waits until ${childLabel(input)} succeeds.`,
    facts: [
      failedFact(input),
      fact("It has no failure policy.", hashEvidence(child, "parent", child.parent === null ? null : "no policy set")),
      fact(`${parent} still waits for it.`, dependencyEvidence(input.parent, child)),
    ],
    actions: ["retry", "detach", "remove"],
  };
};
