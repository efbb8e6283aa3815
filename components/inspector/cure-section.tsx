"use client";

import { useId, useState } from "react";

import { Glyph } from "@/components/ui/glyph";
import { lazyPart } from "@/components/ui/lazy-part";
import { isCurable } from "@/lib/core/cure/is-curable";
import type { Culprit } from "@/lib/core/diagnosis";
import type { FlowView } from "@/lib/core/flow-view";

import { PanelBoundary } from "./panel-boundary";

/** Loaded when it is opened: its texts and code are no part of the page. */
const CurePanel = lazyPart(() => import("./cure-panel").then((module) => module.CurePanel), {
  whileLoading: <span className="skeleton h-4 w-1/2" />,
});

type Props = { readonly conn: string; readonly culprit: Culprit; readonly view: FlowView };

/** What lies behind it and what mends it for good, for a culprit whose code may be at fault. */
export function CureSection({ conn, culprit, view }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  if (!isCurable(culprit)) return null;
  return (
    <section className="mt-3 max-md:mt-5">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
          className="-mx-1 flex min-h-6 items-center gap-1 rounded-sm px-1 font-semibold hover:bg-bg-subtle max-md:min-h-11"
        >
          <Glyph name={open ? "down" : "chevron"} className="text-text-muted" />
          Cure
          <span className="font-normal text-text-muted">likely root causes, and code against them</span>
        </button>
      </h3>
      {open && (
        <div id={id}>
          <PanelBoundary>
            <CurePanel conn={conn} culprit={culprit} view={view} />
          </PanelBoundary>
        </div>
      )}
    </section>
  );
}
