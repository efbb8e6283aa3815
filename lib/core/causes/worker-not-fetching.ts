import { formatDuration } from "../format-duration";
import { queueLabel } from "../job-label";
import { fact, isWaiting } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { dueForMs, isLongDue } from "./delay-due";
import { stateEvidence, workersEvidence } from "./evidence";
import { fetchPauseMaxMs } from "./is-moving";
import { waitingFact } from "./queue-facts";

/** Workers are connected, and neither start what waits nor promote what is due. */
export const workerNotFetching: CauseTest = (input) => {
  const { child, queue, nowMs } = input;
  const isDue = child.state === "delayed" && isLongDue(child, nowMs);
  if ((!isWaiting(child) && !isDue) || queue === null || queue.workers === null || queue.workers.length === 0)
    return null;
  if (queue.counts.active > 0 || queue.limits.rateLimitedForMs !== null) return null;
  if (queue.workers.some((worker) => worker.hasFreeSlot || worker.idleMs < fetchPauseMaxMs)) return null;
  return {
    cause: "worker-not-fetching",
    blocked: true,
    headline: `Workers of ${queueLabel(queue.queue)} are connected but fetch nothing (paused or not running).`,
    facts: [
      fact("No connected worker asks for a job, and nothing is active.", workersEvidence(queue)),
      isDue
        ? fact(`It was due ${formatDuration(dueForMs(child, nowMs))} ago.`, stateEvidence(child))
        : waitingFact(input),
    ],
    actions: isDue ? ["promote", "detach"] : ["detach"],
  };
};
