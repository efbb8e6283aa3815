import { formatDuration } from "../format-duration";
import { queueLabel } from "../job-label";
import { fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { isInLine } from "./delay-due";
import { queueEvidence } from "./evidence";

export const rateLimited: CauseTest = (input) => {
  const { child, queue, nowMs } = input;
  const forMs = queue?.limits.rateLimitedForMs ?? null;
  if (!isInLine(child, nowMs) || queue === null || forMs === null || queue.counts.active > 0) return null;
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
