import type { ReactNode } from "react";

import { verdictLooks } from "@/components/ui/state-looks";
import { countOf } from "@/lib/core/job-label";
import type { LockState } from "@/lib/core/lock-state";
import type { Verdict } from "@/lib/core/verdict";

type SlotDotsProps = {
  readonly locks: readonly LockState[];
  /** The queue's global concurrency: slots that are free are drawn hollow. */
  readonly limit: number | null;
};

const dotsMax = 10;
const stepPx = 12;

/** Held locks as dots, the suspect ones as diamonds, against the limit where the queue has one. */
export function SlotDots({ locks, limit }: SlotDotsProps): ReactNode {
  const free = limit === null ? 0 : Math.max(0, limit - locks.length);
  const slots: readonly (Verdict | "free")[] = [
    ...locks.map(({ verdict }) => verdict),
    ...Array.from({ length: Math.min(free, dotsMax) }, () => "free" as const),
  ];
  const shown = slots.slice(0, dotsMax);
  const rest = locks.length + free - shown.length;
  if (slots.length === 0) return <span className="text-text-muted">none</span>;
  return (
    <span className="flex items-center gap-1" title={titleOf(locks, limit)}>
      <svg role="img" aria-label={titleOf(locks, limit)} width={shown.length * stepPx} height="12" className="block">
        {shown.map((slot, index) => (
          // Slots have no identity but their place.
          <Slot key={index} slot={slot} x={index * stepPx + stepPx / 2} />
        ))}
      </svg>
      {rest > 0 ? <span className="mono text-text-muted">+{rest.toLocaleString("en-US")}</span> : null}
    </span>
  );
}

function Slot({ slot, x }: { readonly slot: Verdict | "free"; readonly x: number }): ReactNode {
  if (slot === "free") return <circle cx={x} cy="6" r="3.25" fill="none" className="stroke-control" />;
  if (slot === "normal") return <circle cx={x} cy="6" r="3.5" className="fill-active" />;
  const shape = `M${x} 1.5 ${x + 4.5} 6 ${x} 10.5 ${x - 4.5} 6z`;
  if (slot === "probably-stuck") return <path d={shape} className="fill-stuck stroke-stuck-edge" />;
  return <path d={shape} className={slot === "slow" ? "fill-none stroke-suspect" : "fill-suspect"} />;
}

function titleOf(locks: readonly LockState[], limit: number | null): string {
  const counts = new Map<Verdict, number>();
  for (const { verdict } of locks) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const parts = [...counts].map(([verdict, count]) => `${count} ${verdictLooks[verdict].word.toLowerCase()}`);
  const of = limit === null ? "" : ` of ${countOf(limit, "slot")}`;
  return `${countOf(locks.length, "lock")} held${of}${parts.length === 0 ? "" : `: ${parts.join(", ")}`}`;
}
