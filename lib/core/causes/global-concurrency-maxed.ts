import { countOf, queueLabel } from "../job-label";
import { fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { isInLine } from "./delay-due";
import { queueEvidence } from "./evidence";
import { holderFact, worstHolder } from "./slot-holder";

/** The queue's own limit is reached, and a slot of it is kept by a job that does not move. */
export const globalConcurrencyMaxed: CauseTest = (input) => {
  const { child, queue, heldInQueue, nowMs } = input;
  const slots = queue?.limits.concurrency ?? null;
  if (!isInLine(child, nowMs) || queue === null || slots === null || slots > queue.counts.active) return null;
  const stuck = heldInQueue.filter(({ verdict }) => verdict === "probably-stuck").length;
  // Full of jobs that run as usual is a line that moves.
  if (stuck === 0 && heldInQueue.some(({ verdict }) => verdict === "normal" || verdict === "slow")) return null;
  const holder = worstHolder(heldInQueue);
  if (holder === null) return null;
  return {
    cause: "global-concurrency-maxed",
    blocked: true,
    headline: headlineOf(queueLabel(queue.queue), slots, stuck),
    facts: [
      fact(
        `The queue runs ${countOf(slots, "job")} at once at most.`,
        queueEvidence(queue, "meta", "HGET concurrency", String(slots)),
      ),
      fact(
        `${countOf(queue.counts.active, "job is", "jobs are")} active.`,
        queueEvidence(queue, "active", "LLEN", String(queue.counts.active)),
      ),
      holderFact(queue, holder),
    ],
    // Failing the holder frees a slot of a queue-wide limit.
    actions: holder.verdict === "lock-lost" ? ["put-back", "fail"] : ["fail", "retry", "release-lock"],
    holder,
  };
};

function headlineOf(queue: string, slots: number, stuck: number): string {
  const one = stuck === 1 ? "a job that is probably stuck" : "jobs that are probably stuck";
  if (slots === 1) return `The only slot of ${queue} is taken${stuck === 0 ? "" : ` by ${one}`}.`;
  return `All ${slots} slots of ${queue} are taken${stuck === 0 ? "" : `, ${stuck} of them by ${one}`}.`;
}
