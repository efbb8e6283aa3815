import { formatDuration, formatRoundDuration } from "../format-duration";
import { childLabel, fact } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { lockEvidence } from "./evidence";
import { actionsOnHeld, heldFacts, holderOf, silenceFact } from "./held-lock-facts";

/** Running with a renewed lock: normal, slow or suspect. */
export const activeAsUsual: CauseTest = (input) => {
  const { child, lock } = input;
  if (lock === null || child.lock === null) return null;
  const isSuspect = lock.verdict === "suspect";
  const usual =
    lock.usualMs === null
      ? "its usual time is unknown"
      : `usual ${formatRoundDuration(lock.usualMs.p50)}, 95% within ${formatRoundDuration(lock.usualMs.p95)}`;
  return {
    cause: "active-as-usual",
    blocked: false,
    headline: `${childLabel(input)} has been running for ${formatDuration(lock.heldMs)}; ${usual}.`,
    facts: [
      ...heldFacts(input, lock),
      fact(`${holderOf(lock)} renews its lock.`, ...lockEvidence(child)),
      ...(isSuspect ? [silenceFact(input, lock)] : []),
    ],
    // Nothing is to be done about a job that runs as usual but to wait.
    actions: isSuspect ? actionsOnHeld(input) : [],
  };
};
