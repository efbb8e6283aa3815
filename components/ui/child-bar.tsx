import type { ReactNode } from "react";

import type { StateCounts } from "@/lib/core/flow-view";
import type { Counts } from "@/lib/core/job-reading";
import { states } from "@/lib/core/job-state";

import { stateLooks, toneFill } from "./state-looks";
import type { Tone } from "./state-looks";

type ChildBarProps = {
  /** Jobs by state, or a parent's children as BullMQ counts them. */
  readonly counts: StateCounts | Counts;
  /** Tone of the children that are left: they block only where the parent is blocked. */
  readonly left?: Tone;
  readonly width?: number;
  readonly height?: number;
  readonly className?: string;
};

type Part = {
  readonly id: string;
  readonly word: string;
  readonly tone: Tone;
  readonly count: number;
};

const gap = 2;

/** Children as one segmented bar; a kind with any job is at least 3 px wide. */
export function ChildBar({
  counts,
  left = "blocked",
  width = 168,
  height = 8,
  className = "",
}: ChildBarProps): ReactNode {
  const parts = partsOf(counts, left).filter(({ count }) => count > 0);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  const room = width - gap * Math.max(0, parts.length - 1) - 3 * parts.length;
  const label = parts.map(({ word, count }) => `${count.toLocaleString("en-US")} ${word}`).join(", ");
  let x = 0;
  return (
    <svg
      role="img"
      aria-label={label === "" ? "No children" : label}
      width={width}
      height={height}
      className={`block flex-none ${className}`}
    >
      {parts.map(({ id, tone, count }) => {
        const start = x;
        const wide = 3 + (room * count) / total;
        x += wide + gap;
        return <rect key={id} x={start} y="0" width={wide} height={height} rx="1" className={toneFill[tone]} />;
      })}
    </svg>
  );
}

function partsOf(counts: StateCounts | Counts, left: Tone): readonly Part[] {
  if ("processed" in counts) {
    return [
      { id: "processed", word: "done", tone: "completed", count: counts.processed },
      { id: "unprocessed", word: "left", tone: left, count: counts.unprocessed },
      { id: "ignored", word: "failed and ignored", tone: "suspect", count: counts.ignored },
      { id: "failed", word: "failed", tone: "failed", count: counts.failed },
    ];
  }
  return states.map((state) => {
    const { word, tone } = stateLooks[state];
    return { id: state, word: word.toLowerCase(), tone, count: counts[state] ?? 0 };
  });
}
