import type { ReactNode } from "react";

import { states } from "@/lib/core/job-state";
import type { StateCounts } from "@/lib/core/flow-view";

import { stateLooks, toneFill } from "./state-looks";

type ChildBarProps = {
  readonly counts: StateCounts;
  readonly width?: number;
  readonly height?: number;
  readonly className?: string;
};

const gap = 2;

/** Children by state as one segmented bar; a state with any job is at least 3 px wide. */
export function ChildBar({ counts, width = 168, height = 8, className = "" }: ChildBarProps): ReactNode {
  const parts = states.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count > 0 ? [{ state, count }] : [];
  });
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const room = width - gap * Math.max(0, parts.length - 1) - 3 * parts.length;
  const label = parts.map(({ state, count }) => `${count.toLocaleString("en-US")} ${stateLooks[state].word.toLowerCase()}`);
  let x = 0;
  return (
    <svg role="img" aria-label={label.join(", ") || "No jobs"} width={width} height={height} className={`block flex-none ${className}`}>
      {parts.map(({ state, count }) => {
        const start = x;
        const wide = 3 + (room * count) / total;
        x += wide + gap;
        return (
          <rect key={state} x={start} y="0" width={wide} height={height} rx="1" className={toneFill[stateLooks[state].tone]} />
        );
      })}
    </svg>
  );
}
