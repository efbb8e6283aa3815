import { countOf, queueLabel } from "../job-label";
import { childLabel, fact, isWaiting } from "./blocking-child";
import type { BlockingChild, CauseTest } from "./blocking-child";
import { workersEvidence } from "./evidence";
import { waitingFact } from "./queue-facts";

/** It waits in a line that moves. */
export const waitingInBacklog: CauseTest = (input) => {
  const { child, queue } = input;
  if (!isWaiting(child) || queue === null || !isMoving(input)) return null;
  const ahead = Math.max(0, queue.counts.waiting - 1);
  return {
    cause: "waiting-in-backlog",
    blocked: false,
    headline: `${childLabel(input)} is queued behind ${countOf(ahead, "job")}; ${queueLabel(queue.queue)} is moving.`,
    facts: [waitingFact(input), fact("Workers are connected.", workersEvidence(queue))],
    actions: ["detach", "remove"],
  };
};

/** Somebody works, and not every slot is held by a job that shows no life. */
function isMoving({ queue, heldInQueue }: BlockingChild): boolean {
  if (queue === null) return false;
  const works =
    queue.workers === null ? queue.stalledCheckPresent || queue.counts.active > 0 : queue.workers.length > 0;
  if (!works) return false;
  if (heldInQueue.length === 0 || queue.workers?.some(({ hasFreeSlot }) => hasFreeSlot) === true) return true;
  return heldInQueue.some(({ verdict }) => verdict === "normal" || verdict === "slow");
}
