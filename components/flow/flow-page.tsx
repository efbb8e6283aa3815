"use client";

import "./flow-page.css";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useState } from "react";

import { Inspector } from "@/components/inspector/inspector";
import { ApiError } from "@/lib/client/fetch-json";
import { flowHref, writeSel } from "@/lib/client/links";
import { flowViewQuery } from "@/lib/client/queries";
import type { FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import { jobKey, sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { toFlowTree } from "@/lib/graph/flow-tree";

import { FlowGone } from "./flow-gone";
import { FlowHeader } from "./flow-header";
import { FlowOutline } from "./flow-outline";
import { FlowSkeleton } from "./flow-skeleton";
import { ScopeSwitch, ViewSwitch } from "./flow-switches";
import { useFlowUrl } from "./use-flow-url";
import { useFlowKeys } from "./use-flow-keys";

const FlowCanvas = dynamic(() => import("./flow-canvas"), {
  ssr: false,
  loading: () => <div className="flow-dots size-full" />,
});

type Props = { readonly conn: string; readonly requested: JobRef };

/** A flow: outline, graph and inspector over one view, followed live. */
export function FlowPage({ conn, requested }: Props) {
  const url = useFlowUrl();
  const asked = url.selected ?? requested;
  const query = useQuery(flowViewQuery(conn, asked, { scope: url.scope, open: url.open }));
  const fallback = useQuery({
    ...flowViewQuery(conn, requested, { scope: url.scope, open: url.open }),
    enabled: query.isError && url.selected !== null,
  });
  const view = query.data ?? fallback.data;
  useRootAddress(conn, requested, view);
  if (view === undefined) {
    if (query.error !== null && (url.selected === null || fallback.error !== null))
      return (
        <FlowGone
          conn={conn}
          job={requested}
          error={query.error instanceof ApiError ? query.error : null}
          onRetry={() => void query.refetch()}
        />
      );
    return <FlowSkeleton />;
  }
  return <LoadedFlow conn={conn} view={view} selected={url.selected} />;
}

/** The address always names the root: opened on a child, it moves there with the child selected. */
function useRootAddress(conn: string, requested: JobRef, view: FlowView | undefined): void {
  const router = useRouter();
  useEffect(() => {
    if (view === undefined || sameJob(view.root, requested)) return;
    router.replace(flowHref(conn, view.root, { sel: requested, panel: "why" }));
  }, [conn, requested, router, view]);
}

function LoadedFlow({
  conn,
  view,
  selected,
}: {
  readonly conn: string;
  readonly view: FlowView;
  readonly selected: JobRef | null;
}) {
  const url = useFlowUrl();
  const tree = useMemo(() => toFlowTree(view), [view]);
  const culprit = view.diagnosis.culprits[0];
  const current = selected ?? culprit?.job ?? view.root;
  const pathIds = useMemo(() => new Set((culprit?.chain ?? []).map((link) => jobKey(link))), [culprit]);
  const [tab, setTab] = useState<"why" | "graph" | "outline">("why");
  const select = (ref: JobRef) => url.change({ sel: writeSel(ref) });
  const openGroup = (id: string) => url.change({ open: [...new Set([...url.open, id])].join(",") });
  useFlowKeys({ view, current, select, change: url.change });
  const root = view.nodes.find((node) => sameJob(node.job, view.root));
  const scope = url.scope ?? (view.diagnosis.blocked ? "path" : "all");
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <title>{`${view.diagnosis.blocked ? "⚠ " : ""}${jobLabel(root?.job ?? { ...view.root, name: null })} — Flowlock`}</title>
      <a href="#flow-outline" className="sr-only focus:not-sr-only">
        Skip to outline
      </a>
      <FlowHeader view={view} root={root ?? null} onJump={select} conn={conn} />
      <PhoneTabs tab={tab} onTab={setTab} />
      <div className="flow-columns" data-tab={tab} data-view={url.view}>
        <section className="flow-outline-panel" aria-label="Outline" id="flow-outline">
          <div className="panel-head">
            <h2 className="font-semibold">Outline</h2>
            <span className="font-mono text-[12px] text-text-muted">{view.total.toLocaleString("en-US")} jobs</span>
          </div>
          <FlowOutline
            tree={tree}
            selectedId={jobKey(current)}
            onSelect={select}
            onOpenGroup={openGroup}
            total={view.total}
          />
        </section>
        <section className="flow-canvas-panel" aria-label="Graph">
          <div className="panel-head">
            <ScopeSwitch scope={scope} view={view} onScope={(next) => url.change({ scope: next })} />
            <span className="grow" />
            <ViewSwitch view={url.view} onView={(next) => url.change({ view: next })} />
          </div>
          <div className="relative min-h-0 flex-1">
            <FlowCanvas
              view={view}
              tree={tree}
              pathIds={pathIds}
              selectedId={jobKey(current)}
              onSelect={select}
              onOpenGroup={openGroup}
            />
          </div>
          <div className="panel-foot">{footText(view)}</div>
        </section>
        <section className="flow-inspector-panel" aria-label="Inspector">
          <Inspector
            conn={conn}
            view={view}
            job={current}
            panel={url.panel ?? "why"}
            onPanel={(panel) => url.change({ panel })}
            onSelect={select}
          />
        </section>
      </div>
    </div>
  );
}

function PhoneTabs({
  tab,
  onTab,
}: {
  readonly tab: string;
  readonly onTab: (tab: "why" | "graph" | "outline") => void;
}) {
  return (
    <div className="phone-tabs" role="tablist" aria-label="Parts of the flow">
      {(["why", "outline", "graph"] as const).map((name) => (
        <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => onTab(name)}>
          {name === "why" ? "Job" : name === "outline" ? "Outline" : "Graph"}
        </button>
      ))}
    </div>
  );
}

function footText(view: FlowView): string {
  const grouped = view.groups.reduce((sum, group) => sum + group.count, 0);
  const alone = `${view.nodes.length.toLocaleString("en-US")} ${view.nodes.length === 1 ? "job stands" : "jobs stand"} alone`;
  return grouped === 0
    ? `${alone}.`
    : `${alone}, ${grouped.toLocaleString("en-US")} in ${view.groups.length} ${view.groups.length === 1 ? "group" : "groups"}.`;
}
