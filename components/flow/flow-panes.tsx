"use client";

import { useRef } from "react";

import { PanelBoundary } from "@/components/inspector/panel-boundary";
import { useIsFrozen } from "@/components/snapshot/frozen";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { lazyPart } from "@/components/ui/lazy-part";
import type { FlowView, Scope } from "@/lib/core/flow-view";
import type { JobRef } from "@/lib/core/job-ref";
import { countOf } from "@/lib/core/job-label";
import type { FlowItem } from "@/lib/graph/flow-tree";

import type { Jump } from "./find-bar";
import { OutlineFilter } from "./outline-filter";
import type { FlowPaths } from "./use-flow-paths";
import type { FlowUrl } from "./use-flow-url";
import type { StableTree } from "./use-stable-tree";

// React Flow puts style attributes into what a server renders, which the content policy forbids.
export const FlowCanvas = lazyPart(() => import("./flow-canvas").then((module) => module.FlowCanvas), {
  whileLoading: <div className="size-full bg-bg-subtle" />,
});

export const FlowOutline = lazyPart(() => import("./flow-outline").then((module) => module.FlowOutline), {
  whileLoading: <div className="size-full bg-bg" />,
});

const FindBar = lazyPart(() => import("./find-bar").then((module) => module.FindBar));

const FlowTimeline = lazyPart(() => import("./flow-timeline").then((module) => module.FlowTimeline), {
  whileLoading: <div className="size-full bg-bg" />,
});

/** What every pane of the flow page works on. */
export type FlowPanesProps = {
  readonly conn: string;
  readonly view: FlowView;
  readonly url: FlowUrl;
  readonly scope: Scope;
  readonly stable: StableTree;
  readonly paths: FlowPaths;
  readonly current: JobRef;
  readonly selectedId: string;
  readonly select: (ref: JobRef) => void;
  readonly onOpen: (item: FlowItem) => void;
};

/** The outline with its head and filter. */
export function OutlinePane({
  conn,
  view,
  url,
  stable,
  current,
  select,
  selectedId,
  onOpen,
  rowHeightPx,
}: FlowPanesProps & { readonly rowHeightPx: number }) {
  const jump = useRef<Jump | null>(null);
  const isFrozen = useIsFrozen();
  const query = url.q ?? "";
  const setQuery = (q: string) => url.change({ q: q === "" ? null : q });
  return (
    <>
      <div className="flow-panel-head">
        <h2 className="font-semibold">Outline</h2>
        <span className="mono min-w-0 truncate text-text-muted">{countOf(view.total, "job")}</span>
        <OutlineFilter query={query} onQuery={setQuery} onJump={(step) => jump.current?.(step)} />
      </div>
      {query.trim() !== "" && !isFrozen && (
        <FindBar
          conn={conn}
          root={view.root}
          total={view.total}
          query={query}
          current={current}
          jump={jump}
          onSelect={select}
        />
      )}
      <PanelBoundary>
        <FlowOutline
          conn={conn}
          root={view.root}
          nowMs={view.readAtMs}
          tree={stable.tree}
          total={view.total}
          selectedId={selectedId}
          rowHeightPx={rowHeightPx}
          open={url.open ?? []}
          query={query}
          onClearQuery={() => setQuery("")}
          onOpen={onOpen}
          onOpenGroups={(open) => url.change({ open })}
        />
      </PanelBoundary>
    </>
  );
}

/** When the jobs waited and ran, over the outline's rows. */
export function TimelinePane({
  conn,
  view,
  url,
  stable,
  paths,
  selectedId,
  onOpen,
  rowHeightPx,
}: FlowPanesProps & { readonly rowHeightPx: number }) {
  return (
    <PanelBoundary>
      <FlowTimeline
        conn={conn}
        root={view.root}
        tree={stable.tree}
        total={view.total}
        nowMs={view.readAtMs}
        pathIds={paths.pathIds}
        selectedId={selectedId}
        rowHeightPx={rowHeightPx}
        open={url.open ?? []}
        query={url.q ?? ""}
        onClearQuery={() => url.change({ q: null })}
        onOpen={onOpen}
        onOpenGroups={(open) => url.change({ open })}
      />
    </PanelBoundary>
  );
}

type CanvasProps = FlowPanesProps & {
  /** The timeline below the graph; where there is none, it has a view of its own. */
  readonly dock?: { readonly open: boolean; readonly onOpen: (open: boolean) => void };
};

/** The graph with its note; cards keep their places until the operator applies a new order. */
export function CanvasPane({ conn, view, url, scope, stable, paths, selectedId, onOpen, dock }: CanvasProps) {
  const culprit = view.diagnosis.blocked ? view.diagnosis.culprits[0] : undefined;
  const viewKey = JSON.stringify([view.root, scope, culprit === undefined]);
  return (
    <>
      <div className="relative min-h-0 flex-1">
        <PanelBoundary>
          <FlowCanvas
            conn={conn}
            view={view}
            tree={stable.tree}
            paths={paths}
            selectedId={selectedId}
            viewKey={viewKey}
            box={url.box}
            onOpen={onOpen}
          />
        </PanelBoundary>
        {stable.moves > 0 && (
          <Button className="absolute top-2 left-1/2 -translate-x-1/2" onClick={stable.apply}>
            {countOf(stable.moves, "change")} · Apply
          </Button>
        )}
      </div>
      <p className="flow-panel-foot">
        <span className="mr-auto truncate">{footText(view)}</span>
        {(url.open ?? []).length > 0 && (
          <button
            type="button"
            className="flex-none text-accent hover:underline"
            onClick={() => url.change({ open: null })}
          >
            Fold all groups
          </button>
        )}
        {dock !== undefined && (
          <button
            type="button"
            aria-expanded={dock.open}
            className="flex flex-none items-center gap-1 hover:text-text"
            onClick={() => dock.onOpen(!dock.open)}
          >
            Timeline
            <Glyph name="down" size={14} className={dock.open ? "" : "rotate-180"} />
          </button>
        )}
      </p>
    </>
  );
}

function footText({ nodes, groups, total, shown, truncated }: FlowView): string {
  const grouped = shown - nodes.length;
  if (shown >= total) {
    if (groups.length === 0) return `All ${countOf(total, "job")} on the canvas.`;
    return `All ${countOf(total, "job")} on the canvas: ${nodes.length.toLocaleString("en-US")} alone, ${grouped.toLocaleString("en-US")} in ${countOf(groups.length, "group")}.`;
  }
  const start = `Showing ${shown.toLocaleString("en-US")} of ${countOf(total, "job")}.`;
  return truncated || grouped > 0 ? `${start} Every problem is shown or counted.` : start;
}
