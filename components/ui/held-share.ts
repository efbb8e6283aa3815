const assumedUsualMs = 60_000;

/** Filled share (0–1) of a held bar: linear up to p95 at one third, then a third for every factor of ten. */
export function heldShare(heldMs: number, p95Ms: number | null): number {
  const usual = p95Ms === null || p95Ms <= 0 ? assumedUsualMs : p95Ms;
  const ratio = Math.max(0, heldMs) / usual;
  if (ratio <= 1) return ratio / 3;
  return Math.min(1, (1 + Math.log10(ratio)) / 3);
}
