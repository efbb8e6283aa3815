"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { CsvButton } from "@/components/page/csv-button";
import { GridTable } from "@/components/page/grid-table";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { LoadMore } from "@/components/page/load-more";
import { PageEmpty } from "@/components/page/page-empty";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { recordsText } from "@/components/page/records-text";
import { useRowKeys } from "@/components/page/use-row-keys";
import { activityQuery, healthQuery } from "@/lib/client/queries";
import { countOf } from "@/lib/core/job-label";

import { IncidentList } from "./incident-list";
import { OperationList } from "./operation-list";
import { activityColumns, ActivityRow, activityTemplate } from "./activity-row";

/** What happened without anybody looking, and every action that was asked of Flowlock, newest first. */
export function ActivityPage({ conn }: { readonly conn: string }): ReactNode {
  useRowKeys();
  const health = useQuery(healthQuery()).data;
  const records = health?.connections.find(({ id }) => id === conn)?.records;
  const kept = records === undefined ? "" : ` ${recordsText(records)}`;
  return (
    <>
      <title>Activity — Flowlock</title>
      <PageHead
        namesPlace
        title="Activity"
        note={`Incidents of the last 7 days, and what was asked of Flowlock in the last 30, refused requests too. Times in UTC.${kept}`}
      />
      <IncidentList conn={conn} />
      <OperationList conn={conn} />
      <h2 className="border-t px-6 pt-4 pb-2 font-semibold max-md:px-4">Actions</h2>
      <Entries conn={conn} />
    </>
  );
}

function Entries({ conn }: { readonly conn: string }): ReactNode {
  const query = useInfiniteQuery(activityQuery(conn));
  if (query.data === undefined) {
    if (query.error === null) return <ListSkeleton label="Loading the activity" />;
    return <PageTrouble what="The activity" error={query.error} onRetry={() => void query.refetch()} />;
  }
  const entries = query.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <NoActivity />;
  return (
    <>
      <GridTable label="Activity" columns={activityColumns} template={activityTemplate}>
        {entries.map((entry) => (
          <ActivityRow key={entry.id} conn={conn} entry={entry} />
        ))}
      </GridTable>
      <LoadMore
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
        aside={<CsvButton list="activity" rows={entries} />}
      >
        {countOf(entries.length, "entry", "entries")} shown.
      </LoadMore>
    </>
  );
}

function NoActivity(): ReactNode {
  const writable = useQuery(healthQuery()).data?.writable;
  return (
    <PageEmpty title="Nothing was done here yet.">
      <p>
        {writable === false
          ? "Flowlock is read-only: nobody can act from here."
          : "Each action is listed with who asked for it, why, and what became of it."}
      </p>
    </PageEmpty>
  );
}
