import { severities } from "./cause";
import type { FoundCulprit } from "./find-culprits";

/** Worst first: by severity, then by blocked time, ties the older first. */
export function rankCulprits<One extends FoundCulprit>(found: readonly One[]): readonly One[] {
  return found.toSorted(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      b.blockedMs - a.blockedMs ||
      a.sinceMs - b.sinceMs,
  );
}
