import { formatDuration } from "../format-duration";
import { countOf, queueLabel } from "../job-label";
import { splitQueue } from "../job-ref";
import { childLabel, fact, guess, isWaiting, nobodyWorks, unknown } from "./blocking-child";
import type { BlockingChild, CauseTest } from "./blocking-child";
import { hashEvidence, queueEvidence, stateEvidence, workersEvidence } from "./evidence";

export const childRetryBackoff: CauseTest = (input) => {
  const { child, nowMs } = input;
  if (child.state !== "delayed" || child.attempts.made < 1 || child.failedReason === null) return null;
  if (isOverdue(input)) return null;
  const inMs = Math.max(0, (child.delayUntilAtMs ?? nowMs) - nowMs);
  return {
    cause: "child-retry-backoff",
    blocked: true,
    headline: `${childLabel(input)} retries in ${formatDuration(inMs)}, attempt ${child.attempts.made + 1} of ${child.attempts.max}.`,
    facts: [
      fact(`It waits for its next attempt for ${formatDuration(inMs)}.`, stateEvidence(child)),
      fact(
        `Its last attempt failed: ${child.failedReason.slice(0, 200)}`,
        hashEvidence(child, "failedReason", child.failedReason),
      ),
    ],
    actions: ["promote", "detach", "remove"],
  };
};

export const childDelayedOverdue: CauseTest = (input) => {
  const { child, queue, nowMs } = input;
  if (!isOverdue(input) || queue === null) return null;
  const agoMs = nowMs - (child.delayUntilAtMs ?? nowMs);
  return {
    cause: "child-delayed-overdue",
    blocked: true,
    headline: `${childLabel(input)} was due ${formatDuration(agoMs)} ago but nobody promotes delayed jobs on ${queueLabel(child.ref.queue)}.`,
    facts: [
      fact(`It was due ${formatDuration(agoMs)} ago.`, stateEvidence(child)),
      guess("No worker is connected to its queue.", workersEvidence(queue)),
    ],
    actions: ["promote", "detach", "remove"],
  };
};

export const childDelayed: CauseTest = (input) => {
  const { child } = input;
  if (child.state !== "delayed") return null;
  const due =
    child.delayUntilAtMs === null ? "later" : new Date(child.delayUntilAtMs).toISOString().replace(/\.\d+Z$/, "Z");
  return {
    cause: "child-delayed",
    blocked: true,
    headline: `${childLabel(input)} is scheduled for ${due}.`,
    facts: [fact(`It is due at ${due}.`, stateEvidence(child))],
    actions: ["promote", "detach", "remove"],
  };
};

export const childInNoList: CauseTest = (input) => {
  if (input.child.state !== "none") return null;
  return {
    cause: "child-in-no-list",
    blocked: true,
    headline: `${childLabel(input)} is in no list: it was lost (mixed BullMQ versions pausing the queue do this).`,
    facts: [
      fact(
        "The job exists and is in none of its queue's collections; it was looked for twice.",
        stateEvidence(input.child),
      ),
    ],
    actions: ["put-back", "detach", "remove"],
  };
};

export const childDeferredFailure: CauseTest = (input) => {
  const { child, queue } = input;
  if (!isWaiting(child) || child.deferredFailure === null || queue === null || !nobodyWorks(input)) return null;
  return {
    cause: "child-deferred-failure",
    blocked: true,
    headline: `${childLabel(input)} is marked to fail, and no worker is there to do it.`,
    facts: [
      fact(
        `The next worker will fail it: ${child.deferredFailure.slice(0, 200)}`,
        hashEvidence(child, "defa", child.deferredFailure),
      ),
      guess("No worker is connected to its queue.", workersEvidence(queue)),
    ],
    actions: ["detach", "remove"],
  };
};

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

export const workersOnOtherPrefix: CauseTest = (input) => {
  const { child, queue, queues } = input;
  if (!isWaiting(child) || queue === null || !nobodyWorks(input)) return null;
  const { prefix, name } = splitQueue(queue.queue);
  const other = [...queues.values()].find((candidate) => {
    const parts = splitQueue(candidate.queue);
    return parts.name === name && parts.prefix !== prefix && (candidate.workers?.length ?? 0) > 0 && isEmpty(candidate);
  });
  if (other === undefined) return null;
  const otherPrefix = splitQueue(other.queue).prefix;
  return {
    cause: "workers-on-other-prefix",
    blocked: true,
    headline: `Nobody is working ${queueLabel(queue.queue)}: its workers look under prefix ${otherPrefix}.`,
    facts: [
      guess("No worker is connected to this queue.", workersEvidence(queue)),
      fact(
        `Workers of the same queue name are connected under prefix ${otherPrefix}, where no job is.`,
        workersEvidence(other),
      ),
    ],
    actions: ["detach"],
  };
};

export const noWorkers: CauseTest = (input) => {
  const { child, queue } = input;
  if (!isWaiting(child) || queue === null || !nobodyWorks(input)) return null;
  return {
    cause: "no-workers",
    blocked: true,
    headline: `Nobody is working ${queueLabel(child.ref.queue)}.`,
    facts: [
      guess(
        queue.workers === null
          ? "CLIENT LIST is refused; no worker checked for stalled jobs for a minute."
          : "No worker is connected to the queue, and none checked for stalled jobs lately.",
        workersEvidence(queue),
        queueEvidence(queue, "stalled-check", "EXISTS", "0"),
      ),
      waitingFact(input),
    ],
    actions: ["detach"],
  };
};

export const rateLimited: CauseTest = (input) => {
  const { child, queue } = input;
  const forMs = queue?.limits.rateLimitedForMs ?? null;
  if (!isWaiting(child) || queue === null || forMs === null || queue.counts.active > 0) return null;
  return {
    cause: "rate-limited",
    blocked: true,
    headline: `${queueLabel(child.ref.queue)} reached its rate limit; next start in ${formatDuration(forMs)}.`,
    facts: [
      fact(
        `The limiter is in force for ${formatDuration(forMs)}.`,
        queueEvidence(queue, "limiter", "PTTL", String(forMs)),
      ),
    ],
    actions: ["detach"],
  };
};

export const workerNotFetching: CauseTest = (input) => {
  const { child, queue } = input;
  if (!isWaiting(child) || queue === null || queue.workers === null || queue.workers.length === 0) return null;
  if (queue.counts.active > 0 || queue.workers.some((worker) => worker.hasFreeSlot || worker.idleMs < 10_000))
    return null;
  return {
    cause: "worker-not-fetching",
    blocked: true,
    headline: `Workers of ${queueLabel(queue.queue)} are connected but fetch nothing (paused or not running).`,
    facts: [
      fact("Every connected worker is not fetching, and nothing is active.", workersEvidence(queue)),
      waitingFact(input),
    ],
    actions: ["detach"],
  };
};

export const priorityStarved: CauseTest = (input) => {
  const { child, queue } = input;
  if (child.state !== "prioritized" || queue === null || queue.counts.waiting === 0) return null;
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

export const waitingInBacklog: CauseTest = (input) => {
  const { child, queue } = input;
  if (!isWaiting(child) || queue === null || !hasWorkers(input)) return null;
  const ahead = Math.max(0, queue.counts.waiting - 1);
  return {
    cause: "waiting-in-backlog",
    blocked: false,
    headline: `${childLabel(input)} is queued behind ${countOf(ahead, "job")}; ${queueLabel(queue.queue)} is moving.`,
    facts: [waitingFact(input), fact("Workers are connected.", workersEvidence(queue))],
    actions: ["detach", "remove"],
  };
};

function hasWorkers({ queue }: BlockingChild): boolean {
  if (queue === null) return false;
  return queue.workers === null ? queue.stalledCheckPresent || queue.counts.active > 0 : queue.workers.length > 0;
}

function isEmpty({ counts }: { readonly counts: { readonly [state: string]: number } }): boolean {
  return Object.values(counts).every((count) => count === 0);
}

/** Delayed, due in the past, and nobody there to promote it. */
function isOverdue(input: BlockingChild): boolean {
  const { child, nowMs } = input;
  if (child.state !== "delayed" || child.delayUntilAtMs === null || child.delayUntilAtMs > nowMs) return false;
  return nobodyWorks(input);
}

function waitingFact({ queue, child }: BlockingChild) {
  const count = queue?.counts.waiting ?? 0;
  if (queue === null) return unknown("We could not read its queue.", stateEvidence(child));
  const oldest =
    queue.oldestWaitingMs === null ? "" : ` The oldest has waited ${formatDuration(queue.oldestWaitingMs)}.`;
  return fact(
    `${countOf(count, "job waits", "jobs wait")}.${oldest}`,
    queueEvidence(queue, "wait", "LLEN", String(count)),
  );
}
