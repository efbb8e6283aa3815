import { formatDuration } from "../format-duration";
import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { dueForMs, isLongDue } from "./delay-due";
import { hashEvidence, stateEvidence } from "./evidence";
import { firstLine } from "./failed-fact";

export const childRetryBackoff: CauseTest = (input) => {
  const { child, nowMs } = input;
  if (child.state !== "delayed" || child.attempts.made < 1 || child.failedReason === null) return null;
  if (isLongDue(child, nowMs)) return null;
  const wait = formatDuration(-dueForMs(child, nowMs));
  return {
    cause: "child-retry-backoff",
    blocked: true,
    headline: `${childLabel(input)} retries in ${wait}, attempt ${child.attempts.made + 1} of ${child.attempts.max}.`,
    facts: [
      fact(`It waits ${wait} for its next attempt.`, stateEvidence(child)),
      fact(
        `Its last attempt failed: ${firstLine(child.failedReason)}`,
        hashEvidence(child, "failedReason", child.failedReason),
      ),
    ],
    actions: ["promote", "detach", "remove"],
  };
};
