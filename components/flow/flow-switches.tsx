"use client";

import { Segmented } from "@/components/ui/segmented";
import { scopes } from "@/lib/core/flow-view";
import type { FlowView, Scope } from "@/lib/core/flow-view";
import { problemRank } from "@/lib/core/flow-buckets";

import { flowViews } from "./use-flow-url";
import type { FlowViewMode } from "./use-flow-url";

const scopeWords = { path: "Path", problems: "Problems", all: "All" } as const satisfies Record<Scope, string>;
const viewWords = { graph: "Graph", outline: "Outline", split: "Split" } as const satisfies Record<
  FlowViewMode,
  string
>;

/** How much of the flow is drawn: the blocking path, every problem, or all of it folded. */
export function ScopeSwitch({
  scope,
  view,
  onScope,
}: {
  readonly scope: Scope;
  readonly view: FlowView;
  readonly onScope: (scope: Scope) => void;
}) {
  const counts = {
    path: view.diagnosis.culprits[0]?.chain.length ?? 1,
    problems: view.nodes.filter((node) => problemRank(node) !== null).length,
    all: view.total,
  };
  return (
    <Segmented
      label="Scope"
      value={scope}
      onChange={onScope}
      segments={scopes.map((id) => ({ id, label: scopeWords[id], count: counts[id] }))}
    />
  );
}

export function ViewSwitch({
  view,
  onView,
}: {
  readonly view: FlowViewMode;
  readonly onView: (view: FlowViewMode) => void;
}) {
  return (
    <Segmented
      label="View"
      value={view}
      onChange={onView}
      segments={flowViews.map((id) => ({ id, label: viewWords[id] }))}
    />
  );
}
