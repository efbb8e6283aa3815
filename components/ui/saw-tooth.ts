export type RenewalSample = {
  readonly atMs: number;
  readonly ttlMs: number;
  readonly renewed: boolean;
  readonly sign: "progress" | "log" | "data" | null;
};

export type SawTooth = {
  readonly line: string;
  readonly area: string;
  readonly dots: readonly number[];
};

const top = 3;

/**
 * Remaining lock time over time as a path; the newest sample stands at the right edge. Between two samples a
 * renewal is drawn as the fall to its instant and the jump back, because samples only see the height after it.
 */
export function sawTooth(
  samples: readonly RenewalSample[],
  options: { readonly durationMs: number; readonly width: number; readonly height: number; readonly spanMs: number },
): SawTooth {
  const last = samples.at(-1);
  if (last === undefined) return { line: "", area: "", dots: [] };
  const { durationMs, width, height, spanMs } = options;
  const fromMs = last.atMs - spanMs;
  const shown = samples.filter(({ atMs }) => atMs >= fromMs);
  const xOf = (atMs: number) => round(((atMs - fromMs) / spanMs) * width);
  const yOf = (ttlMs: number) => round(height - Math.min(1, Math.max(0, ttlMs) / durationMs) * (height - top));
  const points: string[] = [];
  let before: RenewalSample | null = null;
  for (const sample of shown) {
    if (before !== null && sample.renewed) {
      const renewedAtMs = Math.max(before.atMs, sample.atMs - Math.max(0, durationMs - sample.ttlMs));
      const lowMs = before.ttlMs - (renewedAtMs - before.atMs);
      points.push(`${xOf(renewedAtMs)} ${yOf(lowMs)}`, `${xOf(renewedAtMs)} ${yOf(durationMs)}`);
    }
    points.push(`${xOf(sample.atMs)} ${yOf(sample.ttlMs)}`);
    before = sample;
  }
  const line = `M${points.join("L")}`;
  const first = shown[0];
  const area = first === undefined ? "" : `${line}L${width} ${height}L${xOf(first.atMs)} ${height}Z`;
  return { line, area, dots: shown.filter(({ sign }) => sign !== null).map(({ atMs }) => xOf(atMs)) };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
