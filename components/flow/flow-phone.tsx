"use client";

import { useState } from "react";

import { InspectorPanelView, panelWords } from "@/components/inspector/inspector";
import { PhoneActions } from "@/components/inspector/phone-actions";
import { Tabs } from "@/components/ui/tabs";

import { CanvasPane, OutlinePane } from "./flow-panes";
import type { FlowPanesProps } from "./flow-panes";
import { ScopeSwitch } from "./flow-switches";
import { inspectorPanels } from "./use-flow-url";
import type { InspectorPanel } from "./use-flow-url";

type PhoneTab = InspectorPanel | "outline" | "graph";

const rowHeightPx = 44;
const tabs: readonly { readonly id: PhoneTab; readonly label: string }[] = [
  { id: "why", label: panelWords.why },
  { id: "outline", label: "Outline" },
  ...inspectorPanels.filter((id) => id !== "why").map((id) => ({ id, label: panelWords[id] })),
  { id: "graph", label: "Graph" },
];

/** One thing at a time, Why first; what can be done stands at the bottom, in reach of a thumb. */
export function FlowPhone(props: FlowPanesProps) {
  const { conn, view, url, scope, current, select } = props;
  const [place, setPlace] = useState<"outline" | "graph" | null>(null);
  const tab: PhoneTab = place ?? url.panel ?? "why";
  const show = (next: PhoneTab) => {
    if (next === "outline" || next === "graph") return setPlace(next);
    setPlace(null);
    url.change({ panel: next });
  };
  const openOnWhy: FlowPanesProps["onOpen"] = (item) => {
    if (item.kind === "job") show(url.panel ?? "why");
    props.onOpen(item);
  };
  return (
    <>
      <Tabs label="Parts of the flow" tabs={tabs} value={tab} onChange={show}>
        {tab === "outline" || tab === "graph" ? (
          <div className="flex h-full flex-col">
            {tab === "graph" && (
              <div className="flow-panel-head h-14!">
                <ScopeSwitch scope={scope} view={view} onScope={(next) => url.change({ scope: next })} />
              </div>
            )}
            {tab === "outline" ? (
              <OutlinePane {...props} onOpen={openOnWhy} rowHeightPx={rowHeightPx} />
            ) : (
              <CanvasPane {...props} onOpen={openOnWhy} />
            )}
          </div>
        ) : (
          <InspectorPanelView conn={conn} view={view} job={current} panel={tab} onSelect={select} />
        )}
      </Tabs>
      {tab === "why" && <PhoneActions view={view} job={current} />}
    </>
  );
}
