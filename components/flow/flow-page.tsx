"use client";

import "./flow-page.css";

import { useEffect } from "react";

import { sayFirstLook } from "@/components/ui/first-look";
import { jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { FlowGone } from "./flow-gone";
import { FlowCanvas, FlowOutline } from "./flow-panes";
import { FlowSkeleton } from "./flow-skeleton";
import { LoadedFlow } from "./loaded-flow";
import { useFlowUrl } from "./use-flow-url";
import type { FlowViewMode } from "./use-flow-url";
import { useFlowView } from "./use-flow-view";
import { readLayoutMode } from "./use-layout-mode";

type Props = { readonly conn: string; readonly requested: JobRef };

/** A flow: outline, graph and inspector over one view, followed live. */
export function FlowPage({ conn, requested }: Props) {
  const url = useFlowUrl();
  const { view, error, selectedGone, retry } = useFlowView(conn, requested, url);
  usePanes(url.view, view !== undefined);
  if (view === undefined)
    return error === null ? <FlowSkeleton /> : <FlowGone conn={conn} job={requested} error={error} onRetry={retry} />;
  return (
    <>
      {selectedGone && url.sel !== null && !view.nodes.some(({ job }) => url.sel !== null && sameJob(job, url.sel)) && (
        <p role="status" className="flex-none border-b bg-suspect-tint px-4 py-1 text-suspect">
          {jobLabel({ ...url.sel, name: null })} is not in Redis any more. This is its flow without it.
        </p>
      )}
      <LoadedFlow conn={conn} view={view} url={url} />
    </>
  );
}

/** The panes' code is loaded beside the flow, not after it. The graph says itself when it is drawn. */
function usePanes(shown: FlowViewMode | null, loaded: boolean): void {
  useEffect(() => {
    const wished = shown ?? (readLayoutMode() === "phone" ? null : "split");
    const graph = wished === "graph" || wished === "split";
    if (graph) void FlowCanvas.preload();
    if (wished === "outline" || wished === "split") void FlowOutline.preload();
    if (loaded && !graph) sayFirstLook();
  }, [shown, loaded]);
}
