import type { Outcome } from "./action";
import { outcomeFates } from "./outcome-fates";

/**
 * Of very many outcomes those that are told, in their order: as many of each kind in turn, so that of the few that are
 * refused, or that fail a parent, each can be looked at.
 */
export function toldOutcomes(outcomes: readonly Outcome[], max: number): readonly Outcome[] {
  if (outcomes.length <= max) return outcomes;
  const seen = new Map<string, number>();
  const placed = outcomes.map((outcome) => {
    const kind = kindOf(outcome);
    const turn = seen.get(kind) ?? 0;
    seen.set(kind, turn + 1);
    return { outcome, turn };
  });
  const told = placed.toSorted((a, b) => a.turn - b.turn).slice(0, max);
  const kept = new Set(told.map(({ outcome }) => outcome));
  return outcomes.filter((outcome) => kept.has(outcome));
}

/** What it adds to the counts of a preview. */
function kindOf(outcome: Outcome): string {
  if (!outcome.allowed) return `refused ${outcome.refusal}`;
  const fates = Object.entries(outcomeFates([outcome])).filter(([, jobs]) => jobs.length > 0);
  return fates.map(([fate]) => fate).join(" ");
}
