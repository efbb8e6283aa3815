import { formatDuration } from "../format-duration";
import { childLabel, fact, guess, nobodyWorks, unknown } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { hashEvidence, lockEvidence, workersEvidence } from "./evidence";

export const stalledRepeatedly: CauseTest = (input) => {
  const { child } = input;
  if (child.state !== "active" || child.stalls < 2) return null;
  return {
    cause: "stalled-repeatedly",
    blocked: true,
    headline: `${childLabel(input)} has stalled ${child.stalls} times: its worker crashes or blocks on it.`,
    facts: [
      fact(
        `It was taken back from a worker ${child.stalls} times because its lock had run out.`,
        hashEvidence(child, "stc", child.stalls),
      ),
      guess("The processor crashes its worker or blocks its event loop."),
    ],
    actions: child.lock === null ? ["put-back", "fail"] : ["fail", "retry", "detach"],
  };
};

export const activeNoLockNoWorker: CauseTest = (input) => {
  const { child, queue } = input;
  if (child.state !== "active" || child.lock !== null || queue === null || !nobodyWorks(input)) return null;
  return {
    cause: "active-no-lock-no-worker",
    blocked: true,
    headline: `${childLabel(input)}'s worker died and nobody checks for stalled jobs.`,
    facts: [
      fact("Its lock is gone.", ...lockEvidence(child)),
      guess("No worker is connected to its queue, so nothing will recover it.", workersEvidence(queue)),
    ],
    actions: ["put-back", "fail"],
  };
};

export const activeNoLockWorkerConnected: CauseTest = (input) => {
  const { child, queue, nowMs } = input;
  if (child.state !== "active" || child.lock !== null) return null;
  const heldMs = child.processedAtMs === null ? null : nowMs - child.processedAtMs;
  return {
    cause: "active-no-lock-worker-connected",
    blocked: true,
    headline: `${childLabel(input)}'s lock ran out. Its worker died or its event loop is blocked (we can't tell); another one should recover it.`,
    facts: [
      fact(
        heldMs === null ? "Its lock is gone." : `Its lock is gone; it started ${formatDuration(heldMs)} ago.`,
        ...lockEvidence(child),
      ),
      ...(queue === null ? [] : [unknown("We can't tell a dead worker from a blocked one.", workersEvidence(queue))]),
    ],
    actions: ["put-back", "fail"],
  };
};
