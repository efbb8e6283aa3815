import { formatDuration } from "../format-duration";
import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { lockEvidence } from "./evidence";
import { heldFacts } from "./held-lock-facts";

/** No renewal is proven yet: too early to say anything. */
export const activeWithinLock: CauseTest = (input) => {
  const { child, lock } = input;
  if (lock === null || child.lock === null) return null;
  if (lock.renewals.atLeast > 0 || lock.renewals.observed > 0) return null;
  return {
    cause: "active-within-lock",
    blocked: false,
    headline: `${childLabel(input)} started ${formatDuration(lock.heldMs)} ago; its lock has not needed a renewal yet.`,
    facts: [
      ...heldFacts(input, lock),
      fact(`The lock runs for another ${formatDuration(child.lock.ttlMs)}.`, ...lockEvidence(child)),
    ],
    actions: [],
  };
};
