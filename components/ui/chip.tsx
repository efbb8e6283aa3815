import type { ReactNode } from "react";

import type { State } from "@/lib/core/job-state";
import type { Verdict } from "@/lib/core/verdict";

import { Glyph } from "./glyph";
import { looksOf, toneTint } from "./state-looks";
import type { Looks } from "./state-looks";

/** Glyph and word, 20 px high. */
export function Chip({ looks, className = "" }: { readonly looks: Looks; readonly className?: string }): ReactNode {
  return (
    <span
      className={`inline-flex h-5 items-center align-middle gap-1 rounded-ui pr-1.5 pl-1 text-12 font-medium whitespace-nowrap ${toneTint[looks.tone]} ${className}`}
    >
      <Glyph name={looks.glyph} size={14} />
      {looks.word}
    </span>
  );
}

type StateChipProps = {
  readonly state: State;
  readonly verdict?: Verdict | null;
  readonly cause?: string | null;
  readonly className?: string;
};

/** The state or verdict of a job as a chip. */
export function StateChip({ state, verdict = null, cause = null, className = "" }: StateChipProps): ReactNode {
  return <Chip looks={looksOf(state, verdict, cause)} className={className} />;
}
