import { formatDuration } from "../format-duration";
import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { hashEvidence } from "./evidence";
import { heldFacts } from "./held-lock-facts";

/** The job shows that it moves. */
export const activeProgressing: CauseTest = (input) => {
  const { child, lock, nowMs } = input;
  if (lock === null || child.lock === null || lock.lastSignAtMs === null) return null;
  if (lock.verdict !== "normal" && lock.verdict !== "slow") return null;
  const since = formatDuration(nowMs - lock.lastSignAtMs);
  return {
    cause: "active-progressing",
    blocked: false,
    headline: `${childLabel(input)} is working: last sign ${since} ago.`,
    facts: [
      ...heldFacts(input, lock),
      fact(`Its last sign of progress was ${since} ago.`, hashEvidence(child, "progress", child.progress)),
    ],
    actions: [],
  };
};
