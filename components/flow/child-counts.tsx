"use client";

import { Glyph } from "@/components/ui/glyph";
import type { GlyphName } from "@/components/ui/glyph";
import { toneFill, toneText } from "@/components/ui/state-looks";
import type { FlowNode, FlowView } from "@/lib/core/flow-view";

import { countChildren } from "./count-children";
import type { ChildKind } from "./count-children";

const looks = {
  done: { glyph: "completed", tone: "completed", word: "completed" },
  stuck: { glyph: "stuck", tone: "stuck", word: "probably stuck" },
  slow: { glyph: "slow", tone: "suspect", word: "slow or suspect" },
  "dead-end": { glyph: "dead-end", tone: "failed", word: "dead ends" },
  left: { glyph: "blocked", tone: "blocked", word: "still pending" },
  failed: { glyph: "failed", tone: "failed", word: "failed" },
} as const satisfies Record<ChildKind, { glyph: GlyphName; tone: keyof typeof toneText; word: string }>;

const barWidthPx = 168;
const gapPx = 2;
const leastPx = 3;

/** The root's direct children: exact numbers from Redis, with what is known to be wrong among the pending ones. */
export function ChildCounts({ root, view }: { readonly root: FlowNode; readonly view: FlowView }) {
  const { total, kinds } = countChildren(root, view);
  if (total === 0) return null;
  const label = kinds.map(({ kind, count }) => `${count.toLocaleString("en-US")} ${looks[kind].word}`).join(", ");
  return (
    <span
      className="flex flex-none items-center gap-4 max-md:hidden"
      role="img"
      aria-label={`${total.toLocaleString("en-US")} children: ${label}`}
    >
      <Bar kinds={kinds} total={total} />
      <span className="flex items-center gap-3">
        {kinds.map(({ kind, count }) => (
          <span
            key={kind}
            className="flex items-center gap-1"
            title={`${count.toLocaleString("en-US")} ${looks[kind].word}`}
          >
            <Glyph name={looks[kind].glyph} size={14} className={toneText[looks[kind].tone]} />
            <span className="mono">{count.toLocaleString("en-US")}</span>
          </span>
        ))}
        <span className="text-text-muted max-xl:hidden">
          of {total.toLocaleString("en-US")} {total === 1 ? "child" : "children"}
        </span>
      </span>
    </span>
  );
}

function Bar({ kinds, total }: ReturnType<typeof countChildren>) {
  const room = barWidthPx - gapPx * (kinds.length - 1) - leastPx * kinds.length;
  let x = 0;
  return (
    <svg width={barWidthPx} height="8" aria-hidden="true" className="block flex-none max-xl:hidden">
      {kinds.map(({ kind, count }) => {
        const [start, width] = [x, leastPx + (room * count) / total];
        x += width + gapPx;
        return <rect key={kind} x={start} width={width} height="8" rx="1" className={toneFill[looks[kind].tone]} />;
      })}
    </svg>
  );
}
