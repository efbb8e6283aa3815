import { formatDuration } from "../format-duration";
import { queueLabel } from "../job-label";
import { childLabel, fact, nobodyWorks } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { dueForMs } from "./delay-due";
import { stateEvidence } from "./evidence";
import { nobodyFact } from "./queue-facts";

/** Due, and nobody there to promote it. */
export const childDelayedOverdue: CauseTest = (input) => {
  const { child, queue, nowMs } = input;
  if (child.state !== "delayed" || queue === null || child.delayUntilAtMs === null) return null;
  const dueMs = dueForMs(child, nowMs);
  if (dueMs < 0 || !nobodyWorks(input)) return null;
  return {
    cause: "child-delayed-overdue",
    blocked: true,
    headline: `${childLabel(input)} was due ${formatDuration(dueMs)} ago but nobody promotes delayed jobs on ${queueLabel(child.ref.queue)}.`,
    facts: [fact(`It was due ${formatDuration(dueMs)} ago.`, stateEvidence(child)), nobodyFact(queue)],
    actions: ["promote", "detach", "remove"],
  };
};
