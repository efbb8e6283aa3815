import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";
import { toneText, verdictLooks } from "@/components/ui/state-looks";
import type { LocksPage } from "@/lib/contract/job-schemas";
import { countOf } from "@/lib/core/job-label";
import type { Verdict } from "@/lib/core/verdict";

/** Worst first; a lost lock recovers by itself, so that a suspect goes before it. */
export const worstFirst = [
  "probably-stuck",
  "suspect",
  "lock-lost",
  "slow",
  "normal",
] as const satisfies readonly Verdict[];

/** `38 locks · 2 probably stuck · 36 normal`: every lock counted once, worst first. */
export function LocksSummary({ counts }: Pick<LocksPage, "counts">): ReactNode {
  const total = worstFirst.reduce((sum, verdict) => sum + (counts[verdict] ?? 0), 0);
  return (
    <p className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-1">
      <span className="font-semibold">{countOf(total, "lock")}</span>
      {worstFirst.map((verdict) => {
        const count = counts[verdict] ?? 0;
        const { glyph, word, tone } = verdictLooks[verdict];
        return count === 0 ? null : (
          <span key={verdict} className="flex items-center gap-2 whitespace-nowrap">
            <Glyph name={glyph} className={toneText[tone]} />
            {count.toLocaleString("en-US")} {word.toLowerCase()}
          </span>
        );
      })}
    </p>
  );
}
