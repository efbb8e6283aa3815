import type { Fact } from "../diagnosis";
import { formatDuration } from "../format-duration";
import { countOf } from "../job-label";
import type { QueueReading } from "../queue-reading";
import { fact, guess, unknown } from "./blocking-child";
import type { BlockingChild } from "./blocking-child";
import { queueEvidence, stateEvidence, workersEvidence } from "./evidence";

/** How many jobs wait in the child's queue. */
export function waitingFact({ queue, child }: BlockingChild): Fact {
  if (queue === null) return unknown("We could not read its queue.", stateEvidence(child));
  const count = queue.counts.waiting;
  const oldest =
    queue.oldestWaitingMs === null ? "" : ` The oldest has waited ${formatDuration(queue.oldestWaitingMs)}.`;
  return fact(
    `${countOf(count, "job waits", "jobs wait")}.${oldest}`,
    queueEvidence(queue, "wait", "LLEN", String(count)),
  );
}

/** That nobody works the queue is a guess: a worker's name with a space hides it from CLIENT LIST. */
export function nobodyFact(queue: QueueReading): Fact {
  return guess(
    queue.workers === null
      ? "CLIENT LIST is refused; no worker checked for stalled jobs for a minute."
      : "No worker is connected to its queue by name, and none checked for stalled jobs lately.",
    workersEvidence(queue),
    queueEvidence(queue, "stalled-check", "EXISTS", "0"),
  );
}
