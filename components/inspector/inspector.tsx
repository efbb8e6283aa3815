"use client";

import { inspectorPanels } from "@/components/flow/use-flow-url";
import type { InspectorPanel } from "@/components/flow/use-flow-url";
import { clockText } from "@/components/page/clock";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { Tabs } from "@/components/ui/tabs";
import type { FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { DataTab } from "./data-tab";
import { DetailsTab } from "./details-tab";
import { HistoryTab } from "./history-tab";
import { LogsTab } from "./logs-tab";
import { PanelBoundary } from "./panel-boundary";
import { WhyPanel } from "./why-panel";

export const panelWords = {
  why: "Why",
  details: "Details",
  data: "Data",
  logs: "Logs",
  history: "History",
} as const satisfies Record<InspectorPanel, string>;

type PanelProps = {
  readonly conn: string;
  readonly view: FlowView;
  readonly job: JobRef;
  readonly panel: InspectorPanel;
  readonly onSelect: (ref: JobRef) => void;
};

type Props = PanelProps & {
  readonly onPanel: (panel: InspectorPanel) => void;
  /** Where the inspector lies over the views. */
  readonly onClose?: () => void;
};

/** Everything about one job: why it blocks or is blocked, details, data, log and history. */
export function Inspector({ conn, view, job, panel, onPanel, onSelect, onClose }: Props) {
  const node = view.nodes.find((candidate) => sameJob(candidate.job, job));
  const aside = (
    <span className="flex items-center gap-1">
      <span className="tabular-nums" title={`Read at ${clockText(view.readAtMs)}, on the clock of Redis`}>
        as of {clockText(view.readAtMs).slice(0, 8)}
      </span>
      {onClose !== undefined && (
        <Button variant="quiet" size="icon" aria-label="Close the inspector" onClick={onClose}>
          <Glyph name="close" />
        </Button>
      )}
    </span>
  );
  return (
    <Tabs
      label={`About ${jobLabel(node?.job ?? { id: job.id, name: null })}`}
      value={panel}
      onChange={onPanel}
      aside={aside}
      tabs={inspectorPanels.map((id) => ({ id, label: panelWords[id] }))}
    >
      <InspectorPanelView conn={conn} view={view} job={job} panel={panel} onSelect={onSelect} />
    </Tabs>
  );
}

/** The chosen panel; one that breaks keeps the rest of the page alive. */
export function InspectorPanelView({ conn, view, job, panel, onSelect }: PanelProps) {
  return (
    <PanelBoundary key={`${panel} ${job.queue} ${job.id}`}>
      {panel === "why" && <WhyPanel conn={conn} view={view} job={job} onSelect={onSelect} />}
      {panel === "details" && <DetailsTab conn={conn} view={view} job={job} onSelect={onSelect} />}
      {panel === "data" && <DataTab conn={conn} job={job} />}
      {panel === "logs" && <LogsTab conn={conn} job={job} />}
      {panel === "history" && <HistoryTab conn={conn} job={job} />}
    </PanelBoundary>
  );
}
