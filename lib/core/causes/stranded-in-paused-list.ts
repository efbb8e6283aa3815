import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { queueEvidence, stateEvidence } from "./evidence";

export const strandedInPausedList: CauseTest = (input) => {
  const { child, queue } = input;
  if (!child.inPausedList || queue === null || queue.paused) return null;
  return {
    cause: "stranded-in-paused-list",
    blocked: true,
    headline: `${childLabel(input)} sits in a paused list that nobody reads.`,
    facts: [
      fact("It is in the list of a paused queue.", stateEvidence(child)),
      fact("The queue is not paused.", queueEvidence(queue, "meta", "HGET paused", "(none)")),
    ],
    actions: ["resume-queue", "detach"],
  };
};
