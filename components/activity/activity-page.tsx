"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

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

import { activityColumns, ActivityRow, activityTemplate } from "./activity-row";

/** Every action that was asked of Flowlock, refused ones too, newest first. */
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
        note={`What was asked of Flowlock in the last 30 days, refused requests too. Times in UTC.${kept}`}
      />
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
