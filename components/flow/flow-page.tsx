"use client";

import "./flow-page.css";

import { useEffect } from "react";

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
  usePanes(url.view);
  const { view, error, selectedGone, retry } = useFlowView(conn, requested, url);
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

/** The panes' code is loaded beside the flow, not after it. */
function usePanes(shown: FlowViewMode | null): void {
  useEffect(() => {
    const phone = readLayoutMode() === "phone";
    const wished = shown ?? (phone ? null : "split");
    if (wished === "graph" || wished === "split") void FlowCanvas.preload();
    if (wished === "outline" || wished === "split") void FlowOutline.preload();
  }, [shown]);
}
