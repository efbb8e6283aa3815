export type TimeBreak = { readonly fromMs: number; readonly toMs: number };

export type TimeScale = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly breaks: readonly TimeBreak[];
  /** Pixels from the left for an instant; an instant within a break lies in the break's own few pixels. */
  readonly xOf: (atMs: number) => number;
};

type Input = {
  /** Every start and end that is known. */
  readonly instants: readonly number[];
  readonly nowMs: number;
  readonly widthPx: number;
  /** Idle stretches are folded into breaks. */
  readonly fold: boolean;
};

/** Pixels of a break, wide enough for its label. */
export const breakPx = 72;
/** A gap is idle when it is this many times the median gap, and takes this much of the whole. */
const medianTimes = 10;
const leastShare = 0.1;

/** Where instants lie on a line of that width, with stretches in which nothing starts or ends folded into breaks. */
export function timeScale({ instants, nowMs, widthPx, fold }: Input): TimeScale {
  const sorted = [...new Set([...instants.filter((at) => at <= nowMs), nowMs])].sort((a, b) => a - b);
  const fromMs = sorted[0] ?? nowMs;
  const toMs = Math.max(nowMs, fromMs + 1);
  const breaks = fold ? idleGaps(sorted) : [];
  const shownMs = toMs - fromMs - breaks.reduce((sum, one) => sum + one.toMs - one.fromMs, 0);
  const pxPerMs = Math.max(0, widthPx - breaks.length * breakPx) / Math.max(1, shownMs);
  return { fromMs, toMs, breaks, xOf };

  function xOf(atMs: number): number {
    const at = Math.min(toMs, Math.max(fromMs, atMs));
    let px = (at - fromMs) * pxPerMs;
    for (const one of breaks) {
      if (at <= one.fromMs) break;
      const folded = Math.min(at, one.toMs) - one.fromMs;
      px += (folded / (one.toMs - one.fromMs)) * breakPx - folded * pxPerMs;
    }
    return px;
  }
}

function idleGaps(sorted: readonly number[]): readonly TimeBreak[] {
  const gaps = sorted.slice(1).map((toMs, index) => ({ fromMs: sorted[index] ?? toMs, toMs }));
  const lengths = gaps.map(({ fromMs, toMs }) => toMs - fromMs).sort((a, b) => a - b);
  const median = lengths[Math.floor((lengths.length - 1) / 2)] ?? 0;
  const whole = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  return gaps.filter(({ fromMs, toMs }) => {
    const length = toMs - fromMs;
    return gaps.length > 1 && length > medianTimes * median && length > leastShare * whole;
  });
}
