"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

import { readSel } from "@/lib/client/links";
import type { JobRef } from "@/lib/core/job-ref";
import type { Scope } from "@/lib/core/flow-view";

export const flowViews = ["graph", "outline", "split"] as const;
export type FlowViewMode = (typeof flowViews)[number];
export const inspectorPanels = ["why", "details", "data", "logs", "history"] as const;
export type InspectorPanel = (typeof inspectorPanels)[number];

export type FlowUrlState = {
  readonly view: FlowViewMode;
  readonly selected: JobRef | null;
  readonly panel: InspectorPanel | null;
  readonly scope: Scope | null;
  readonly open: readonly string[];
};

type Change = { readonly [Key in "view" | "sel" | "panel" | "scope" | "open"]?: string | null };

/** What a link to a flow restores: view, selected job, panel, scope and opened groups. Selecting pushes, all else replaces. */
export function useFlowUrl(): FlowUrlState & { readonly change: (change: Change) => void } {
  const params = useSearchParams();
  const pathname = usePathname();
  const change = useCallback(
    (changes: Change) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === "") next.delete(name);
        else next.set(name, value);
      }
      const query = next.toString();
      const url = query === "" ? pathname : `${pathname}?${query}`;
      if (changes.sel !== undefined) window.history.pushState(null, "", url);
      else window.history.replaceState(null, "", url);
    },
    [pathname],
  );
  return {
    view: oneOf(flowViews, params.get("view")) ?? "split",
    selected: readSel(params.get("sel")),
    panel: oneOf(inspectorPanels, params.get("panel")),
    scope: oneOf(["path", "problems", "all"] as const, params.get("scope")),
    open: (params.get("open") ?? "").split(",").filter((id) => id !== ""),
    change,
  };
}

function oneOf<T extends string>(values: readonly T[], text: string | null): T | null {
  return values.find((value) => value === text) ?? null;
}
