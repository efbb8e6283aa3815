import { severities } from "./cause";
import type { CauseId } from "./cause";
import type { FoundCulprit } from "./find-culprits";
import { limits } from "./limits";

/** Worst first: by severity, then by blocked time, ties the older first. */
export function rankCulprits<One extends FoundCulprit>(found: readonly One[]): readonly One[] {
  return found.toSorted(compareCulprits);
}

/** Below zero where `a` is worse. */
export function compareCulprits(a: FoundCulprit, b: FoundCulprit): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    b.blockedMs - a.blockedMs ||
    a.sinceMs - b.sinceMs
  );
}

/** Of each cause the worst few stay, whatever many another cause has; the rest of the room goes to the worst. */
export function keepEachCause<One extends FoundCulprit>(ranked: readonly One[], max: number): readonly One[] {
  if (ranked.length <= max) return ranked;
  const seen = new Map<CauseId, number>();
  const placed = ranked.map((one) => {
    const place = seen.get(one.finding.cause) ?? 0;
    seen.set(one.finding.cause, place + 1);
    return { one, turn: Math.min(place, limits.culpritsPerCauseMin) };
  });
  const kept = new Set(
    placed
      .toSorted((a, b) => a.turn - b.turn)
      .slice(0, max)
      .map(({ one }) => one),
  );
  return ranked.filter((one) => kept.has(one));
}
