"use client";

import { useIsFrozen } from "@/components/snapshot/frozen";
import { Segmented } from "@/components/ui/segmented";
import { scopes } from "@/lib/core/flow-view";
import type { FlowView, Scope } from "@/lib/core/flow-view";
import { jobKey } from "@/lib/core/job-ref";
import { countProblems } from "@/lib/graph/count-problems";

import { flowViews } from "./use-flow-url";
import type { FlowViewMode } from "./use-flow-url";

const scopeWords = { path: "Path", problems: "Problems", all: "All" } as const satisfies Record<Scope, string>;
const viewWords = {
  graph: "Graph",
  outline: "Outline",
  timeline: "Timeline",
  split: "Split",
} as const satisfies Record<FlowViewMode, string>;

type ScopeProps = { readonly scope: Scope; readonly view: FlowView; readonly onScope: (scope: Scope) => void };

/** How much of the flow is drawn: the blocking path, every problem, or all of it folded. */
export function ScopeSwitch({ scope, view, onScope }: ScopeProps) {
  const isFrozen = useIsFrozen();
  const path = new Set(
    view.diagnosis.blocked ? view.diagnosis.culprits.flatMap((culprit) => culprit.chain.map(jobKey)) : [],
  );
  const counts = {
    path: path.size,
    problems: Math.max(countProblems(view), view.diagnosis.blocked ? view.diagnosis.total : 0),
    all: view.total,
  };
  if (isFrozen)
    return (
      <span className="text-text-muted">
        {scopeWords[scope]} <span className="mono">{counts[scope].toLocaleString("en-US")}</span>
      </span>
    );
  return (
    <Segmented
      label="Scope"
      value={scope}
      onChange={onScope}
      segments={scopes.map((id) => ({ id, label: scopeWords[id], count: counts[id] }))}
    />
  );
}

type ViewProps = {
  readonly view: FlowViewMode;
  readonly canSplit: boolean;
  readonly onView: (view: FlowViewMode) => void;
};

export function ViewSwitch({ view, canSplit, onView }: ViewProps) {
  const segments = flowViews.filter((id) => canSplit || id !== "split").map((id) => ({ id, label: viewWords[id] }));
  return <Segmented label="View" value={view} onChange={onView} segments={segments} />;
}
