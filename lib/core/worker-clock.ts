import { formatDuration } from "./format-duration";

/** A worker's clock may differ from Redis' by this much before we say so: a slow call looks like a late clock. */
export const clockToleranceMs = 2_000;

/**
 * Of differences measured between a worker's clock and Redis' the one nearest to none: what stood in line on its way
 * to Redis only makes them larger. `null` where none was measured.
 */
export function nearestToNone(differencesMs: readonly (number | null)[]): number | null {
  return differencesMs.reduce<number | null>(
    (best, one) => (one === null || (best !== null && Math.abs(best) <= Math.abs(one)) ? best : one),
    null,
  );
}

/** `2 h ahead of Redis'` or `behind Redis'`; `null` where the difference is none, small or not known. */
export function clockOffText(clockOffMs: number | null): string | null {
  if (clockOffMs === null || Math.abs(clockOffMs) < clockToleranceMs) return null;
  return `${formatDuration(Math.abs(clockOffMs))} ${clockOffMs > 0 ? "ahead of" : "behind"} Redis'`;
}
