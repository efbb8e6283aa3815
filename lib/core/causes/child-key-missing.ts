import { childLabel, fact, parentLabel } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { dependencyEvidence, stateEvidence } from "./evidence";

export const childKeyMissing: CauseTest = (input) => {
  if (input.child.state !== "missing") return null;
  return {
    cause: "child-key-missing",
    blocked: true,
    headline: `${parentLabel(input)} still lists ${childLabel(input)}, which is gone (evicted or deleted by hand).`,
    facts: [
      fact("The job's hash does not exist; it was looked for twice.", stateEvidence(input.child)),
      fact("Its parent still waits for it.", dependencyEvidence(input.parent, input.child)),
    ],
    actions: ["detach"],
  };
};
