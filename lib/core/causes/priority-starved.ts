import { countOf, queueLabel } from "../job-label";
import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { queueEvidence, stateEvidence } from "./evidence";
import { isMoving } from "./is-moving";

export const priorityStarved: CauseTest = (input) => {
  const { child, queue } = input;
  if (child.state !== "prioritized" || queue === null || queue.counts.waiting === 0) return null;
  if (!isMoving({ ...input, isDelayed: false })) return null;
  return {
    cause: "priority-starved",
    blocked: true,
    headline: `${childLabel(input)} is prioritised, and ${queueLabel(queue.queue)} always runs its unprioritised jobs first.`,
    facts: [
      fact("It is among the prioritised jobs.", stateEvidence(child)),
      fact(
        `${countOf(queue.counts.waiting, "unprioritised job")} run before it.`,
        queueEvidence(queue, "wait", "LLEN", String(queue.counts.waiting)),
      ),
    ],
    actions: ["detach", "remove"],
  };
};
