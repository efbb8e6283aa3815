"use client";

import { createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback } from "react";

import { readSel, writeSel } from "@/lib/client/links";
import type { FlowPanel } from "@/lib/client/links";
import { scopes } from "@/lib/core/flow-view";
import type { Scope } from "@/lib/core/flow-view";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { Viewport } from "@/lib/graph/first-viewport";
import { readBox, writeBox } from "@/lib/graph/view-box";

export const flowViews = ["graph", "outline", "timeline", "split"] as const;
export type FlowViewMode = (typeof flowViews)[number];
export const inspectorPanels = ["why", "details", "data", "logs", "history"] as const satisfies readonly FlowPanel[];
export type InspectorPanel = (typeof inspectorPanels)[number];

export type FlowUrlState = {
  readonly view: FlowViewMode | null;
  readonly sel: JobRef | null;
  readonly panel: InspectorPanel | null;
  readonly scope: Scope | null;
  readonly q: string | null;
  /** Ids of opened groups. */
  readonly open: readonly string[] | null;
  /** Where the canvas looks at first; only in links that were copied with it. */
  readonly box: Viewport | null;
};

const parseAsJob = createParser<JobRef>({ parse: readSel, serialize: writeSel, eq: sameJob });
const parseAsBox = createParser<Viewport>({
  parse: readBox,
  serialize: writeBox,
  eq: (a, b) => writeBox(a) === writeBox(b),
});
const parsers = {
  view: parseAsStringLiteral(flowViews),
  sel: parseAsJob,
  panel: parseAsStringLiteral(inspectorPanels),
  scope: parseAsStringLiteral(scopes),
  q: parseAsString,
  open: parseAsArrayOf(parseAsString),
  box: parseAsBox,
};

export type FlowUrlChange = { readonly [Key in keyof FlowUrlState]?: FlowUrlState[Key] };
export type FlowUrl = FlowUrlState & { readonly change: (change: FlowUrlChange) => void };

/** What a link to a flow restores: view, selected job, panel, scope, filter and opened groups. Selecting pushes, all else replaces. */
export function useFlowUrl(): FlowUrl {
  const [state, setState] = useQueryStates(parsers, { history: "replace" });
  const change = useCallback(
    ({ open, ...changes }: FlowUrlChange) => {
      const opened = open === undefined ? {} : { open: open === null || open.length === 0 ? null : [...open] };
      void setState({ ...changes, ...opened }, { history: changes.sel === undefined ? "replace" : "push" });
    },
    [setState],
  );
  return { ...state, change };
}
