import { useId } from "react";
import type { ReactNode } from "react";

import { heldShare } from "./held-share";
import { toneFill } from "./state-looks";
import type { Tone } from "./state-looks";

type HeldBarProps = {
  readonly heldMs: number;
  /** `null` where no finished job tells what is usual: the bar is full at 60 s then. */
  readonly p95Ms: number | null;
  readonly tone: Tone;
  readonly width?: number;
  readonly height?: number;
};

/** How long a lock is held against what is usual: a third is p95, two thirds ten times it, the end a hundred times. */
export function HeldBar({ heldMs, p95Ms, tone, width = 96, height = 4 }: HeldBarProps): ReactNode {
  const pattern = useId();
  const filled = heldShare(heldMs, p95Ms) * width;
  const third = width / 3;
  const over = filled > third;
  const color = over || tone === "stuck" ? "fill-suspect" : toneFill[tone];
  return (
    <svg aria-hidden="true" width={width} height={height + 2} className="block flex-none overflow-visible">
      <defs>
        <pattern id={pattern} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2.4" height="4" className="fill-suspect" />
        </pattern>
      </defs>
      <rect y="1" width={width} height={height} rx="1" className="fill-border" />
      <rect y="1" width={Math.min(filled, third)} height={height} rx="1" className={color} />
      {over ? <rect x={third} y="1" width={filled - third} height={height} fill={`url(#${pattern})`} /> : null}
      {[third, third * 2].map((x) => (
        <rect key={x} x={x - 0.5} y="0" width="1" height={height + 2} className="fill-control" />
      ))}
    </svg>
  );
}
