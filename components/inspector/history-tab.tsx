"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { incidentEnd } from "@/components/activity/incident-end";
import { clockText, instantText } from "@/components/page/clock";
import { SnapshotLink } from "@/components/snapshot/snapshot-link";
import { RenewalSparkline } from "@/components/ui/renewal-sparkline";
import { jobHistoryQuery } from "@/lib/client/queries";
import type { JobHistory } from "@/lib/contract/record-schemas";
import type { JobRef } from "@/lib/core/job-ref";
import { traceText } from "@/lib/core/trace-text";

import { JobEvents } from "./job-events";
import { PanelBlock } from "./panel-block";
import { PanelError } from "./panel-error";
import { PanelSkeleton } from "./panel-skeleton";

const traceWidthPx = 320;
const traceHeightPx = 32;

/** What became of a job so far, and its lock since Flowlock began to watch: BullMQ keeps no history of a lock. */
export function HistoryTab({ conn, job }: { readonly conn: string; readonly job: JobRef }): ReactNode {
  const { data, error, refetch } = useQuery(jobHistoryQuery(conn, job));
  if (data === undefined)
    return error === null ? <PanelSkeleton /> : <PanelError error={error} onRetry={() => void refetch()} />;
  return (
    <div className="[&>section:first-child]:border-t-0">
      <PanelBlock title="Events" note="UTC">
        <JobEvents events={data.events} />
      </PanelBlock>
      {data.incidents.length === 0 ? null : (
        <PanelBlock title="Incidents" note="UTC, kept for 7 days">
          <Incidents conn={conn} incidents={data.incidents} />
        </PanelBlock>
      )}
      <PanelBlock title="Lock">
        <Trace history={data} />
      </PanelBlock>
    </div>
  );
}

function Incidents({ conn, incidents }: Pick<JobHistory, "incidents"> & { readonly conn: string }): ReactNode {
  return (
    <ol className="grid gap-2">
      {incidents.map((incident) => (
        <li key={incident.id} className="grid grid-cols-[136px_minmax(0,1fr)] gap-x-2">
          <time className="mono-code leading-5 text-text-muted" dateTime={new Date(incident.openedAtMs).toISOString()}>
            {instantText(incident.openedAtMs)}
          </time>
          <span className="wrap-anywhere">
            {incident.culprit.headline} <span className="text-text-muted">{incidentEnd(incident)}</span>{" "}
            <SnapshotLink conn={conn} id={incident.snapshotId} about={incident.culprit.headline} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Trace({ history: { samples, watchedSinceAtMs } }: { readonly history: JobHistory }): ReactNode {
  if (watchedSinceAtMs === null || samples.length === 0)
    return <p className="text-text-muted">No lock of this job was seen while Flowlock has been watching.</p>;
  const { counts, span } = traceText(samples, watchedSinceAtMs);
  const first = samples[0]?.atMs ?? watchedSinceAtMs;
  const last = samples.at(-1)?.atMs ?? watchedSinceAtMs;
  return (
    <div className="max-w-80 min-w-0 overflow-hidden">
      <RenewalSparkline
        samples={samples}
        durationMs={null}
        width={traceWidthPx}
        height={traceHeightPx}
        spanMs={Math.max(60_000, last - first)}
      />
      <p className="mt-2">
        {counts} in the {span}
      </p>
      <p className="text-text-muted">
        Watching since <span className="mono">{clockText(watchedSinceAtMs)}</span>. BullMQ keeps no history of renewals.
      </p>
    </div>
  );
}
