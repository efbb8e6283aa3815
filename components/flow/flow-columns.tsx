"use client";

import { useState } from "react";

import { Inspector } from "@/components/inspector/inspector";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { jobKey } from "@/lib/core/job-ref";

import { recallPanes } from "./pane-memory";
import { CanvasPane, OutlinePane, TimelinePane } from "./flow-panes";
import type { FlowPanesProps } from "./flow-panes";
import { ScopeSwitch, ViewSwitch } from "./flow-switches";
import { useHasRoomToSplit } from "./use-layout-mode";
import type { LayoutMode } from "./use-layout-mode";
import { useTimelineDock } from "./use-timeline-dock";

const rowHeightPx = 28;

const PaneLine = lazyPart(() => import("./pane-line").then((module) => module.PaneLine));

/** The panes of a screen from 768 px: side by side, below 1280 px with the inspector over them. */
export function FlowColumns(props: FlowPanesProps & { readonly mode: Exclude<LayoutMode, "phone"> }) {
  const { conn, view, url, scope, current, select, mode } = props;
  const canSplit = useHasRoomToSplit();
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const wished = url.view ?? "split";
  const shown = wished === "split" && !canSplit ? "graph" : wished;
  const dock = useTimelineDock();
  const inspecting = mode === "wide" || closedFor !== jobKey(current);
  const switches = (
    <>
      <ScopeSwitch scope={scope} view={view} onScope={(next) => url.change({ scope: next })} />
      <span className="flex-1" />
      <ViewSwitch view={shown} canSplit={canSplit} onView={(next) => url.change({ view: next })} />
      {!inspecting && <Button onClick={() => setClosedFor(null)}>Inspect</Button>}
    </>
  );
  return (
    <div ref={recallPanes} className="flow-columns" data-mode={mode} data-view={shown}>
      {(shown === "outline" || shown === "split") && (
        <section aria-label="Outline">
          {shown === "outline" && <div className="flow-panel-head">{switches}</div>}
          <OutlinePane {...props} rowHeightPx={rowHeightPx} />
          {mode === "wide" && shown === "split" && <PaneLine pane="outline" />}
        </section>
      )}
      {(shown === "graph" || shown === "split") && (
        <section aria-label="Graph">
          <div className="flow-panel-head">{switches}</div>
          <CanvasPane {...props} dock={dock} />
          {dock.open && (
            <div className="flow-dock">
              {mode === "wide" && <PaneLine pane="dock" />}
              <TimelinePane {...props} rowHeightPx={rowHeightPx} />
            </div>
          )}
        </section>
      )}
      {shown === "timeline" && (
        <section aria-label="Timeline">
          <div className="flow-panel-head">{switches}</div>
          <TimelinePane {...props} rowHeightPx={rowHeightPx} />
        </section>
      )}
      {inspecting && (
        <section aria-label="Inspector" className="flow-inspector">
          {mode === "wide" && <PaneLine pane="inspector" />}
          <Inspector
            conn={conn}
            view={view}
            job={current}
            panel={url.panel ?? "why"}
            onPanel={(panel) => url.change({ panel })}
            onSelect={select}
            {...(mode === "overlay" ? { onClose: () => setClosedFor(jobKey(current)) } : {})}
          />
        </section>
      )}
    </div>
  );
}
