"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { lazyOverlay } from "@/components/ui/lazy-overlay";
import { usePreload } from "@/components/ui/lazy-part";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { healthQuery } from "@/lib/client/queries";
import { countOf, jobLabel } from "@/lib/core/job-label";

import { bulkVerbs } from "./bulk-words";
import type { BulkAction } from "./bulk-words";
import { countSelected } from "./selection";
import type { AllMatching, Selection } from "./selection";

const BulkDialog = lazyOverlay(() => import("./bulk-dialog").then((module) => module.BulkDialog));

export type BulkBarProps = {
  readonly conn: string;
  readonly selection: Selection;
  readonly all: AllMatching | null;
  readonly onAll: () => void;
  readonly onClear: () => void;
  /** It stands in a pane. */
  readonly narrow?: boolean;
};

const first = ["fail", "retry", "detach"] as const satisfies readonly BulkAction[];
const others = ["put-back", "release-lock", "promote", "run-again", "remove"] as const satisfies readonly BulkAction[];

/** `38 selected · Fail… · Retry… · Detach… · Clear`, at the bottom of the list. */
export function BulkBar({ conn, selection, all, onAll, onClear, narrow = false }: BulkBarProps): ReactNode {
  const { data: health } = useQuery(healthQuery());
  const [acting, setActing] = useState<BulkAction | null>(null);
  usePreload(BulkDialog);
  const count = countSelected(selection);
  const off = health?.writable === false ? "Read-only: FLOWLOCK_WRITE=1 allows actions." : null;
  const canSelectAll = all !== null && selection.all === null && all.total > selection.jobs.size;
  const clear = (
    <Button variant="quiet" onClick={onClear}>
      Clear
    </Button>
  );
  return (
    <div
      role="region"
      aria-label="Selection"
      className={`sticky bottom-0 z-20 mt-auto flex flex-none flex-wrap items-center gap-2 border-t bg-bg py-2 max-md:px-4 ${narrow ? "px-3" : "px-6"}`}
    >
      <span role="status" className="mr-1 font-semibold whitespace-nowrap">
        {count.toLocaleString("en-US")} selected
      </span>
      <span className={`ml-auto ${narrow ? "" : "md:hidden"}`}>{clear}</span>
      {canSelectAll ? (
        <Button variant="quiet" onClick={onAll} className={narrow ? "-ml-3" : "max-md:-ml-3"}>
          Select all {all.total.toLocaleString("en-US")} that match
          {all.part === undefined ? null : <span className="-ml-1 text-text-muted"> · {all.part.title}</span>}
        </Button>
      ) : null}
      <span className="flex flex-wrap items-center gap-2 max-md:w-full">
        {first.map((action) => (
          <Button
            key={action}
            data-bulk-action=""
            disabled={count === 0 || off !== null}
            onClick={() => setActing(action)}
            className="max-md:flex-1"
          >
            {bulkVerbs[action]}…
          </Button>
        ))}
        <Menu>
          <MenuTrigger asChild>
            <Button size="icon" aria-label="More for the selected" disabled={count === 0 || off !== null}>
              <Glyph name="more" />
            </Button>
          </MenuTrigger>
          <MenuContent>
            {others.map((action) => (
              <MenuItem key={action} onSelect={() => setActing(action)}>
                {action === "release-lock" ? "Release locks" : bulkVerbs[action]}…
              </MenuItem>
            ))}
          </MenuContent>
        </Menu>
        {narrow ? null : <span className="max-md:hidden">{clear}</span>}
      </span>
      {off !== null ? (
        <span className="text-text-muted">{off}</span>
      ) : count === 0 ? (
        <span className="text-12 text-text-muted">
          Tick rows, or press x on one and Shift+x on the last of a range.
        </span>
      ) : null}
      {acting === null ? null : (
        <BulkDialog
          conn={conn}
          action={acting}
          target={selection.all === null ? { jobs: [...selection.jobs.values()] } : { filter: selection.all.filter }}
          about={aboutOf(selection)}
          onClose={() => setActing(null)}
          onDone={onClear}
        />
      )}
    </div>
  );
}

function aboutOf(selection: Selection): string {
  const count = countSelected(selection);
  if (selection.all !== null) return `All ${countOf(count, "job")} that match`;
  const [only] = selection.jobs.values();
  return `${only !== undefined && count === 1 ? jobLabel(only) : countOf(count, "job")} selected`;
}
