export const stripWidthPx = 194;
export const stripHeightPx = 12;
/** So that five jobs look like five. */
const columnMaxPx = 8;
const gapPx = 1;
const leastPx = 2;

/**
 * A group's durations as one SVG path: a column each, or one for every so many jobs, as high as the logarithm of the
 * duration between nothing and the longest.
 */
export function stripShape(steps: readonly number[]): string {
  const columnPx = Math.min(columnMaxPx, stripWidthPx / Math.max(1, steps.length));
  const longest = Math.log1p(Math.max(1, ...steps));
  return steps
    .map((durationMs, index) => {
      const height = Math.max(leastPx, Math.round((Math.log1p(Math.max(0, durationMs)) / longest) * stripHeightPx));
      const width = round(columnPx - gapPx);
      return `M${round(index * columnPx)},${stripHeightPx}v${-height}h${width}v${height}z`;
    })
    .join("");
}

function round(px: number): number {
  return Math.round(px * 100) / 100;
}
