"use client";

import { inspectorPanels } from "@/components/flow/use-flow-url";
import type { InspectorPanel } from "@/components/flow/use-flow-url";
import { clockText } from "@/components/page/clock";
import { useIsFrozen } from "@/components/snapshot/frozen";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { lazyPart, usePreload } from "@/components/ui/lazy-part";
import { Tabs } from "@/components/ui/tabs";
import type { FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { PanelBoundary } from "./panel-boundary";
import { PanelSkeleton } from "./panel-skeleton";
import { WhyPanel } from "./why-panel";

// A page opens on Why: the others are loaded once that is shown.
const loading = { whileLoading: <PanelSkeleton /> };
const DetailsTab = lazyPart(() => import("./details-tab").then((module) => module.DetailsTab), loading);
const DataTab = lazyPart(() => import("./data-tab").then((module) => module.DataTab), loading);
const LogsTab = lazyPart(() => import("./logs-tab").then((module) => module.LogsTab), loading);
const HistoryTab = lazyPart(() => import("./history-tab").then((module) => module.HistoryTab), loading);
const otherTabs = {
  preload: async (): Promise<void> => {
    await Promise.all([DetailsTab, DataTab, LogsTab, HistoryTab].map(({ preload }) => preload()));
  },
};

export const panelWords = {
  why: "Why",
  details: "Details",
  data: "Data",
  logs: "Logs",
  history: "History",
} as const satisfies Record<InspectorPanel, string>;

const frozenPanels = ["why", "details"] as const satisfies readonly InspectorPanel[];

/** The parts of what is looked at; a snapshot has no more than the flow's view held. */
export function usePanels(): readonly InspectorPanel[] {
  return useIsFrozen() ? frozenPanels : inspectorPanels;
}

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
  const panels = usePanels();
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
      tabs={panels.map((id) => ({ id, label: panelWords[id] }))}
    >
      <InspectorPanelView conn={conn} view={view} job={job} panel={panel} onSelect={onSelect} />
    </Tabs>
  );
}

/** The chosen panel; one that breaks keeps the rest of the page alive. */
export function InspectorPanelView({ conn, view, job, panel, onSelect }: PanelProps) {
  usePreload(otherTabs);
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
