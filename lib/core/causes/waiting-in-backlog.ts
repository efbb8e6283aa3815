import { countOf, queueLabel } from "../job-label";
import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { isInLine } from "./delay-due";
import { isMoving } from "./is-moving";
import { workersEvidence } from "./evidence";
import { waitingFact } from "./queue-facts";

/** It waits in a line that moves. */
export const waitingInBacklog: CauseTest = (input) => {
  const { child, queue, nowMs } = input;
  if (!isInLine(child, nowMs) || queue === null || !isMoving({ ...input, isDelayed: child.state === "delayed" }))
    return null;
  // Prioritised jobs run after all others.
  const { waiting, prioritized } = queue.counts;
  const ahead = Math.max(0, (child.state === "waiting" ? waiting : waiting + prioritized) - 1);
  return {
    cause: "waiting-in-backlog",
    blocked: false,
    headline: `${childLabel(input)} is queued behind ${countOf(ahead, "job")}; ${queueLabel(queue.queue)} is moving.`,
    facts: [waitingFact(input), fact("Workers are connected.", workersEvidence(queue))],
    actions: ["detach", "remove"],
  };
};
