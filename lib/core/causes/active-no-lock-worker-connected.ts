import { formatDuration } from "../format-duration";
import { childLabel, fact, somebodyWorks, unknown } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { lockEvidence, workersEvidence } from "./evidence";

export const activeNoLockWorkerConnected: CauseTest = (input) => {
  const { child, queue, nowMs } = input;
  if (child.state !== "active" || child.lock !== null || queue === null || !somebodyWorks(input)) return null;
  const started = child.processedAtMs === null ? "" : `; it started ${formatDuration(nowMs - child.processedAtMs)} ago`;
  return {
    cause: "active-no-lock-worker-connected",
    blocked: true,
    headline: `${childLabel(input)}'s lock ran out. Its worker died or its event loop is blocked (we can't tell); another one should recover it.`,
    facts: [
      fact(`Its lock is gone${started}.`, ...lockEvidence(child)),
      unknown("We can't tell a dead worker from a blocked one.", workersEvidence(queue)),
    ],
    actions: ["put-back", "fail"],
  };
};
