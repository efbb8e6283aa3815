import { childLabel, fact, guess } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { hashEvidence } from "./evidence";

export const stalledRepeatedly: CauseTest = (input) => {
  const { child } = input;
  if (child.state !== "active" || child.stalls < 2) return null;
  return {
    cause: "stalled-repeatedly",
    blocked: true,
    headline: `${childLabel(input)} has stalled ${child.stalls} times: its worker crashes or blocks on it.`,
    facts: [
      fact(
        `It was taken back from a worker ${child.stalls} times because its lock had run out.`,
        hashEvidence(child, "stc", child.stalls),
      ),
      guess("The processor crashes its worker or blocks its event loop."),
    ],
    actions: child.lock === null ? ["put-back", "fail"] : ["fail", "retry", "detach"],
  };
};
