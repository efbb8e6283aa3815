"use client";

import { InspectorPanelView, panelWords, usePanels } from "@/components/inspector/inspector";
import { PhoneActions } from "@/components/inspector/phone-actions";
import { Tabs } from "@/components/ui/tabs";

import { CanvasPane, OutlinePane, TimelinePane } from "./flow-panes";
import type { FlowPanesProps } from "./flow-panes";
import { ScopeSwitch } from "./flow-switches";
import { inspectorPanels } from "./use-flow-url";
import type { InspectorPanel } from "./use-flow-url";

type Place = "outline" | "graph" | "timeline";
type PhoneTab = InspectorPanel | Place;

const rowHeightPx = 44;
const places = ["outline", "timeline", "graph"] as const satisfies readonly Place[];
const tabsOf = (panels: readonly InspectorPanel[]): readonly { readonly id: PhoneTab; readonly label: string }[] => [
  { id: "why", label: panelWords.why },
  { id: "outline", label: "Outline" },
  ...panels.filter((id) => id !== "why").map((id) => ({ id, label: panelWords[id] })),
  { id: "timeline", label: "Timeline" },
  { id: "graph", label: "Graph" },
];

/** One thing at a time, Why first; what can be done stands at the bottom, in reach of a thumb. */
export function FlowPhone(props: FlowPanesProps) {
  const { conn, view, url, scope, current, select } = props;
  const panels = usePanels();
  const place = places.find((id) => id === url.view) ?? null;
  const tab: PhoneTab = place ?? url.panel ?? "why";
  const show = (next: PhoneTab) => {
    const view = places.find((id) => id === next);
    url.change(
      view === undefined ? { panel: inspectorPanels.find((id) => id === next) ?? "why", view: null } : { view },
    );
  };
  const openOnWhy: FlowPanesProps["onOpen"] = (item) => {
    props.onOpen(item);
    if (item.kind === "job") show(url.panel ?? "why");
  };
  return (
    <>
      <Tabs label="Parts of the flow" tabs={tabsOf(panels)} value={tab} onChange={show}>
        {place !== null ? (
          <div className="flex h-full flex-col">
            {place !== "outline" && (
              <div className="flow-panel-head h-14!">
                <ScopeSwitch scope={scope} view={view} onScope={(next) => url.change({ scope: next })} />
              </div>
            )}
            {place === "outline" && <OutlinePane {...props} onOpen={openOnWhy} rowHeightPx={rowHeightPx} />}
            {place === "timeline" && <TimelinePane {...props} onOpen={openOnWhy} rowHeightPx={rowHeightPx} />}
            {place === "graph" && <CanvasPane {...props} onOpen={openOnWhy} />}
          </div>
        ) : (
          <InspectorPanelView conn={conn} view={view} job={current} panel={url.panel ?? "why"} onSelect={select} />
        )}
      </Tabs>
      {tab === "why" && <PhoneActions view={view} job={current} />}
    </>
  );
}
