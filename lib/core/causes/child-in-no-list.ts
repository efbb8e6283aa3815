import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { stateEvidence } from "./evidence";

export const childInNoList: CauseTest = (input) => {
  if (input.child.state !== "none") return null;
  return {
    cause: "child-in-no-list",
    blocked: true,
    headline: `${childLabel(input)} is in no list: it was lost (mixed BullMQ versions pausing the queue do this).`,
    facts: [
      fact(
        "The job exists and is in none of its queue's collections; it was looked for twice.",
        stateEvidence(input.child),
      ),
    ],
    actions: ["put-back", "detach", "remove"],
  };
};
