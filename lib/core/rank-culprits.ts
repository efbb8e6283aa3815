import { severities } from "./cause";
import type { FoundCulprit } from "./find-culprits";

/** Worst first: by severity, then by blocked time, ties the older first. */
export function rankCulprits(found: readonly FoundCulprit[]): readonly FoundCulprit[] {
  return [...found].sort(
    (a, b) =>
      severities.indexOf(a.culprit.severity) - severities.indexOf(b.culprit.severity) ||
      b.culprit.blockedMs - a.culprit.blockedMs ||
      a.sinceMs - b.sinceMs,
  );
}
