import type { Outcome, OutcomeTotals } from "./action";
import { outcomeFates } from "./outcome-fates";

/** Counts over all outcomes that are allowed, each parent once; refused ones change nothing. */
export function sumOutcomes(outcomes: readonly Outcome[]): OutcomeTotals {
  const fates = outcomeFates(outcomes);
  return {
    jobs: outcomes.length,
    allowed: fates.allowed.length,
    parentsStart: fates.parentsStart.length,
    parentsStayBlocked: fates.parentsStayBlocked.length,
    parentsFail: fates.parentsFail.length,
    rootsFail: fates.rootsFail.length,
  };
}
