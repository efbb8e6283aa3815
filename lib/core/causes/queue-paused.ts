import { queueLabel } from "../job-label";
import { fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { isInLine } from "./delay-due";
import { queueEvidence } from "./evidence";
import { waitingFact } from "./queue-facts";

export const queuePaused: CauseTest = (input) => {
  const { child, queue, nowMs } = input;
  if (!isInLine(child, nowMs) || queue?.paused !== true) return null;
  return {
    cause: "queue-paused",
    blocked: true,
    headline: `${queueLabel(child.ref.queue)} is paused.`,
    facts: [fact("The queue is paused.", queueEvidence(queue, "meta", "HGET paused", "1")), waitingFact(input)],
    actions: ["resume-queue", "detach"],
  };
};
