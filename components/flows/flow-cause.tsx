import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";
import { severityLooks, toneText } from "@/components/ui/state-looks";
import type { CauseId, Severity } from "@/lib/core/cause";
import { severityOf } from "@/lib/core/severity";

const words = {
  stuck: "Probably stuck",
  suspect: "Suspect",
  "dead-end": "Dead end",
  recovering: "Recovering",
  nobody: "Nobody is working",
  paused: "Queue paused",
  limited: "Waits for its time",
  slow: "Slow but moving",
} as const satisfies Record<Severity, string>;

/** What holds a flow up, as its culprit's section on Triage is called. */
export function FlowCause({ cause }: { readonly cause: CauseId | null }): ReactNode {
  if (cause === null) return null;
  const severity = severityOf(cause, null);
  const { glyph, tone } = severityLooks[severity];
  return (
    <span className="flex items-center gap-2" title={cause}>
      <Glyph name={glyph} size={14} className={toneText[tone]} />
      {words[severity]}
    </span>
  );
}
