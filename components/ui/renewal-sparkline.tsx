import type { ReactNode } from "react";

import { sawTooth } from "./saw-tooth";
import type { RenewalSample } from "./saw-tooth";

type RenewalSparklineProps = {
  readonly samples: readonly RenewalSample[];
  /** Duration of the lock; `null` until a renewal was seen, then the highest remaining time stands for it. */
  readonly durationMs: number | null;
  readonly width?: number;
  readonly height?: number;
  /** Time that the width stands for. */
  readonly spanMs?: number;
};

/** A worker renews a lock at half its time; six pixels for that are a tooth that can be seen. */
const toothPx = 6;

/** Remaining lock time as a saw-tooth with a dot above for each sign of progress. */
export function RenewalSparkline({
  samples,
  durationMs,
  width = 96,
  height = 16,
  spanMs,
}: RenewalSparklineProps): ReactNode {
  const full = durationMs ?? samples.reduce((most, { ttlMs }) => Math.max(most, ttlMs), 1);
  const { line, area, dots } = sawTooth(samples, {
    durationMs: full,
    width,
    height,
    spanMs: spanMs ?? (width / toothPx) * (full / 2),
  });
  const renewals = samples.filter(({ renewed }) => renewed).length;
  return (
    <svg
      role="img"
      aria-label={`${renewals} renewals, ${dots.length} signs of progress`}
      width={width}
      height={height}
      className="block flex-none overflow-visible"
    >
      <path d={area} className="fill-active opacity-15" />
      <path d={line} fill="none" strokeWidth="1.25" strokeLinejoin="round" className="stroke-active" />
      {dots.map((x) => (
        <circle key={x} cx={x} cy="1.5" r="1.5" className="fill-text" />
      ))}
    </svg>
  );
}
