import { queueLabel } from "../job-label";
import { fact, isWaiting } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { queueEvidence } from "./evidence";
import { waitingFact } from "./queue-facts";

export const queuePaused: CauseTest = (input) => {
  const { child, queue } = input;
  if (!isWaiting(child) || queue?.paused !== true) return null;
  return {
    cause: "queue-paused",
    blocked: true,
    headline: `${queueLabel(child.ref.queue)} is paused.`,
    facts: [fact("The queue is paused.", queueEvidence(queue, "meta", "HGET paused", "1")), waitingFact(input)],
    actions: ["resume-queue", "detach"],
  };
};
