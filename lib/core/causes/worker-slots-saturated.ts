import { jobLabel, queueLabel } from "../job-label";
import { fact, guess } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { isInLine } from "./delay-due";
import { workersEvidence } from "./evidence";
import { holderFact, worstHolder } from "./slot-holder";

/** No worker asks for a job, and everything active is silent: one job at least is probably stuck. */
export const workerSlotsSaturated: CauseTest = (input) => {
  const { child, queue, heldInQueue, nowMs } = input;
  if (!isInLine(child, nowMs) || queue === null || queue.workers === null || queue.workers.length === 0) return null;
  if (queue.counts.active === 0 || queue.workers.some(({ hasFreeSlot }) => hasFreeSlot)) return null;
  if (heldInQueue.some(({ verdict }) => verdict === "normal" || verdict === "slow")) return null;
  const holder = worstHolder(heldInQueue.filter(({ verdict }) => verdict === "probably-stuck"));
  if (holder === null) return null;
  return {
    cause: "worker-slots-saturated",
    blocked: true,
    headline: `Every worker slot of ${queueLabel(queue.queue)} is held by ${jobLabel(holder.job)}, probably stuck.`,
    facts: [
      fact("No connected worker asks for a job.", workersEvidence(queue)),
      holderFact(queue, holder),
      guess("Its worker's slot stays taken until the process restarts: failing the job does not free it."),
    ],
    actions: ["retry", "fail", "release-lock"],
    holder,
  };
};
