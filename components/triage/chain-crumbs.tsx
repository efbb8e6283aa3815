import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";
import { looksOf, severityLooks, toneText } from "@/components/ui/state-looks";
import type { Culprit } from "@/lib/core/diagnosis";
import { foldChain } from "@/lib/core/fold-chain";
import { countOf } from "@/lib/core/job-label";

/** The way from the flow's root to the culprit, and how many more flows wait for it. */
export function ChainCrumbs({ culprit }: { readonly culprit: Culprit }): ReactNode {
  const { chain, flows, severity } = culprit;
  const crumbs = foldChain(chain);
  const more = flows - 1;
  return (
    <p className="flex min-h-5 min-w-0 items-center gap-2 overflow-hidden text-12 whitespace-nowrap max-md:flex-wrap max-md:gap-y-0 md:h-5 text-text-muted">
      {crumbs.map((crumb, index) => {
        const last = index === crumbs.length - 1;
        const arrow = index === 0 ? null : <Glyph name="chevron" size={12} />;
        if (crumb.kind === "folded") {
          return (
            <span key="folded" className="flex items-center gap-2">
              {arrow}… {crumb.count.toLocaleString("en-US")} more …
            </span>
          );
        }
        const { link } = crumb;
        // Where there is no room the last crumb goes: it is the row itself.
        const narrow = last && index > 0 ? "max-[1359px]:hidden" : "";
        const looks = last ? severityLooks[severity] : looksOf(link.state);
        return (
          <span key={`${link.queue}:${link.id}`} className={`flex min-w-0 items-center gap-2 ${narrow}`}>
            {arrow}
            <span className="flex min-w-0 items-center gap-1">
              <Glyph name={looks.glyph} size={14} className={toneText[looks.tone]} />
              {link.name === null ? null : <bdi className="max-w-48 truncate">{link.name}</bdi>}
              <bdi className="mono-code max-w-32 truncate">#{link.id}</bdi>
            </span>
          </span>
        );
      })}
      {more <= 0 ? null : <span>· {countOf(more, "more flow")}</span>}
    </p>
  );
}
