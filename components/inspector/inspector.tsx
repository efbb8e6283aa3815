"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ActionDialog } from "@/components/action-dialog/action-dialog";
import { Tabs } from "@/components/ui/tabs";
import { inspectorPanels } from "@/components/flow/use-flow-url";
import type { InspectorPanel } from "@/components/flow/use-flow-url";
import { diagnosisQuery } from "@/lib/client/queries";
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
import type { Acting } from "./why-panel";

const panelWords = {
  why: "Why",
  details: "Details",
  data: "Data",
  logs: "Logs",
  history: "History",
} as const satisfies Record<InspectorPanel, string>;

type Props = {
  readonly conn: string;
  readonly view: FlowView;
  readonly job: JobRef;
  readonly panel: InspectorPanel;
  readonly onPanel: (panel: InspectorPanel) => void;
  readonly onSelect: (ref: JobRef) => void;
};

/** Everything about one job: why it blocks or is blocked, details, data, log and history. */
export function Inspector({ conn, view, job, panel, onPanel, onSelect }: Props) {
  const [acting, setActing] = useState<Acting | null>(null);
  const node = view.nodes.find((candidate) => sameJob(candidate.job, job)) ?? null;
  const isOnMainChain = view.diagnosis.culprits.some((culprit) => culprit.chain.some((link) => sameJob(link, job)));
  // The root's diagnosis tells the whole story of any job on a blocked chain; other jobs are asked about themselves.
  const own = useQuery({ ...diagnosisQuery(conn, job), enabled: panel === "why" && !isOnMainChain });
  const diagnosis = isOnMainChain ? view.diagnosis : own.data;
  return (
    <Tabs
      label={`About ${jobLabel(node?.job ?? { id: job.id, name: null })}`}
      value={panel}
      onChange={onPanel}
      tabs={inspectorPanels.map((id) => ({ id, label: panelWords[id] }))}
    >
      <PanelBoundary key={`${panel} ${job.queue} ${job.id}`}>
        {panel === "why" &&
          (diagnosis === undefined ? (
            <PanelSkeleton />
          ) : (
            <WhyPanel view={view} diagnosis={diagnosis} job={job} onSelect={onSelect} onAct={setActing} />
          ))}
        {panel === "details" && <DetailsTab conn={conn} job={job} />}
        {panel === "data" && <DataTab conn={conn} job={job} />}
        {panel === "logs" && <LogsTab conn={conn} job={job} />}
        {panel === "history" && <HistoryTab conn={conn} job={job} />}
      </PanelBoundary>
      {/* Beside the panels: the dialog stays open when what it is about is blocked no more. */}
      {acting !== null && (
        <ActionDialog conn={conn} action={acting.action} job={acting.job} onClose={() => setActing(null)} />
      )}
    </Tabs>
  );
}

function PanelSkeleton() {
  return (
    <div className="grid gap-2 p-4" role="status" aria-label="Loading">
      <span className="skeleton h-5 w-2/3" />
      <span className="skeleton h-4 w-full" />
      <span className="skeleton h-4 w-5/6" />
    </div>
  );
}
