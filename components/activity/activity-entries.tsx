"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";

import { CsvButton } from "@/components/page/csv-button";
import { GridTable } from "@/components/page/grid-table";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { LoadMore } from "@/components/page/load-more";
import { PageEmpty } from "@/components/page/page-empty";
import { PageTrouble } from "@/components/page/page-trouble";
import { activityQuery, healthQuery } from "@/lib/client/queries";
import { countOf } from "@/lib/core/job-label";

import { ActivityDrawer } from "./activity-drawer";
import { activityColumns, ActivityRow, activityTemplate } from "./activity-row";
import { useActivityFilter } from "./use-activity-filter";

/** What was asked of Flowlock, as far as the filter lets it through; an entry opens beside the list. */
export function ActivityEntries({ conn }: { readonly conn: string }): ReactNode {
  const [openId, setOpenId] = useState<string | null>(null);
  const { filter, isSet } = useActivityFilter();
  const query = useInfiniteQuery(activityQuery(conn, filter));
  if (query.data === undefined) {
    if (query.error === null) return <ListSkeleton label="Loading the activity" />;
    return <PageTrouble what="The activity" error={query.error} onRetry={() => void query.refetch()} />;
  }
  const entries = query.data.pages.flatMap((page) => page.entries);
  if (entries.length === 0 && !query.hasNextPage) return isSet ? <NoMatch /> : <NoActivity />;
  const opened = entries.find(({ id }) => id === openId);
  return (
    <div className={query.isPlaceholderData ? "opacity-60" : ""}>
      <GridTable label="Activity" columns={activityColumns} template={activityTemplate}>
        {entries.map((entry) => (
          <ActivityRow key={entry.id} conn={conn} entry={entry} onDetails={() => setOpenId(entry.id)} />
        ))}
      </GridTable>
      <LoadMore
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
        aside={<CsvButton list="activity" rows={entries} />}
      >
        {countOf(entries.length, "entry", "entries")} shown{query.hasNextPage ? "; older ones were not looked at" : ""}.
      </LoadMore>
      {opened === undefined ? null : <ActivityDrawer conn={conn} entry={opened} onClose={() => setOpenId(null)} />}
    </div>
  );
}

function NoMatch(): ReactNode {
  const { clear } = useActivityFilter();
  return (
    <PageEmpty title="No action matches.">
      <button type="button" onClick={clear} className="text-accent hover:underline">
        Show all actions
      </button>
    </PageEmpty>
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
