import { formatDuration } from "./format-duration";
import { countOf } from "./job-label";

type Sample = { readonly atMs: number; readonly renewed: boolean; readonly sign: string | null };

/** A first sample so little after the watch began belongs to its beginning: the slowest sweep's two rounds. */
const beginsMs = 15_000;
/** One sample alone spans nothing. */
const leastMs = 1_000;

/**
 * What the samples of a lock's trace hold. Only the newest are kept, so the counts are of a span at the end of the
 * watch, which `span` names: `watching since` (with the instant) would claim that there were no renewals before.
 * `sinceAtMs` is `null` where the samples don't reach back to the beginning of the watch.
 */
export function traceText(
  samples: readonly Sample[],
  watchedSinceAtMs: number | null,
): { readonly counts: string; readonly span: string; readonly sinceAtMs: number | null } {
  const first = samples[0]?.atMs ?? 0;
  const last = samples.at(-1)?.atMs ?? 0;
  const renewals = samples.filter(({ renewed }) => renewed).length;
  const signs = samples.filter(({ sign }) => sign !== null).length;
  return {
    counts: `${countOf(renewals, "renewal")}, ${countOf(signs, "sign")} of progress`,
    span: `last ${formatDuration(Math.max(leastMs, last - first))}`,
    sinceAtMs: watchedSinceAtMs !== null && first - watchedSinceAtMs <= beginsMs ? first : null,
  };
}
