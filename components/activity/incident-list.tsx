import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { instantText } from "@/components/page/clock";
import { CsvButton } from "@/components/page/csv-button";
import { GridCell, GridRow, GridTable } from "@/components/page/grid-table";
import { LoadMore } from "@/components/page/load-more";
import { PageTrouble } from "@/components/page/page-trouble";
import { SnapshotLink } from "@/components/snapshot/snapshot-link";
import { flowHref } from "@/lib/client/links";
import { incidentsQuery } from "@/lib/client/queries";
import type { Incident } from "@/lib/contract/record-schemas";
import { culpritStatus } from "@/lib/core/culprit-reason";
import { countOf, jobLabel, queueLabel } from "@/lib/core/job-label";
import { causeWords } from "@/lib/core/why-text";
import { limits } from "@/lib/core/limits";

import { incidentEnd } from "./incident-end";

const columns = [
  { id: "at", label: "Opened" },
  { id: "job", label: "Job" },
  { id: "what", label: "What" },
  { id: "end", label: "End" },
  { id: "snapshot", label: "Snapshot" },
] as const;

const template =
  "md:grid-cols-[144px_minmax(0,1fr)_minmax(0,1.4fr)_minmax(0,1fr)_64px] lg:grid-cols-[144px_minmax(0,1fr)_minmax(0,2fr)_minmax(0,1fr)_64px]";

/** What needed somebody, whether anybody looked or not: open incidents first, then how the others ended. */
export function IncidentList({ conn }: { readonly conn: string }): ReactNode {
  const query = useInfiniteQuery(incidentsQuery(conn));
  if (query.data === undefined && query.error !== null)
    return <PageTrouble what="The incidents" error={query.error} onRetry={() => void query.refetch()} />;
  const incidents = query.data?.pages.flatMap((page) => page.incidents) ?? [];
  if (incidents.length === 0)
    return query.data === undefined ? null : <p className="px-6 pb-4 max-md:px-4">No incident in the last 7 days.</p>;
  return (
    <>
      <h2 className="px-6 pt-2 pb-2 font-semibold max-md:px-4">Incidents</h2>
      <GridTable label="Incidents" columns={columns} template={template}>
        {incidents.map((incident) => (
          <IncidentRow key={incident.id} conn={conn} incident={incident} />
        ))}
      </GridTable>
      <LoadMore
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
        aside={<CsvButton list="incidents" rows={incidents} />}
      >
        {countOf(incidents.length, "incident")} shown.
      </LoadMore>
    </>
  );
}

function IncidentRow({ conn, incident }: { readonly conn: string; readonly incident: Incident }): ReactNode {
  const { openedAtMs, closedAtMs, culprit, snapshotId } = incident;
  const { job, headline } = culprit;
  return (
    <GridRow template={template}>
      <GridCell className="mono-code whitespace-nowrap text-text-muted max-md:order-2">
        <time dateTime={new Date(openedAtMs).toISOString()}>{instantText(openedAtMs)}</time>
      </GridCell>
      <GridCell className="max-md:order-1 max-md:wrap-anywhere md:truncate">
        <IncidentJob conn={conn} job={job} />
      </GridCell>
      <GridCell className="truncate max-md:order-3 max-md:col-span-2">
        <bdi className="max-md:hidden" title={headline}>
          {headline}
        </bdi>
        <span className="md:hidden">{shortWords(culprit)}</span>
      </GridCell>
      <GridCell className={`max-md:order-4 md:truncate ${closedAtMs === null ? "text-suspect" : "text-text-muted"}`}>
        <span title={incidentEnd(incident)}>{incidentEnd(incident)}</span>
      </GridCell>
      <GridCell className="max-md:order-5 max-md:text-right">
        <SnapshotLink conn={conn} id={snapshotId} about={headline} />
      </GridCell>
    </GridRow>
  );
}

/** `Probably stuck, held 12 m`: what the headline says, for a line of a phone. */
function shortWords(culprit: Incident["culprit"]): string {
  const words = causeWords(culprit.cause);
  const status = culpritStatus(culprit);
  const both = status === null || status.startsWith(words) ? (status ?? words) : `${words}, ${status}`;
  return `${both.slice(0, 1).toUpperCase()}${both.slice(1)}`;
}

function IncidentJob({ conn, job }: { readonly conn: string; readonly job: Incident["culprit"]["job"] }): ReactNode {
  const label = (
    <>
      <bdi className="text-text-muted">{queueLabel(job.queue)}</bdi> <bdi className="mono-code">{jobLabel(job)}</bdi>
    </>
  );
  if (job.id.length > limits.idBytesMax) return label;
  return (
    <Link href={flowHref(conn, job, { sel: job })} prefetch={false} data-row="" className="row-link">
      {label}
    </Link>
  );
}
