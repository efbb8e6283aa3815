"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { SelectButton, SelectMany } from "@/components/bulk/select-box";
import { SelectionProvider } from "@/components/bulk/selection-provider";
import { CsvButton } from "@/components/page/csv-button";
import { GridTable } from "@/components/page/grid-table";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { LoadMore } from "@/components/page/load-more";
import { PageEmpty } from "@/components/page/page-empty";
import { PageTrouble } from "@/components/page/page-trouble";
import { Button } from "@/components/ui/button";
import { stateLooks } from "@/components/ui/state-looks";
import { queueJobsQuery } from "@/lib/client/queries";
import { countOf } from "@/lib/core/job-label";
import type { QueueState } from "@/lib/core/job-state";

import { otherStates } from "./other-states";
import { jobColumns, JobRow, jobTemplate } from "./job-row";

type QueueJobsProps = {
  readonly conn: string;
  readonly queue: string;
  readonly state: QueueState;
  /** How many jobs the queue has in each state, where that is known. */
  readonly counts: Readonly<Record<QueueState, number>> | undefined;
  readonly onState: (state: QueueState) => void;
};

/** A queue's jobs in one state, page by page. */
export function QueueJobs({ conn, queue, state, counts, onState }: QueueJobsProps): ReactNode {
  const query = useInfiniteQuery(queueJobsQuery(conn, queue, state));
  if (query.data === undefined) {
    if (query.error === null) return <ListSkeleton label="Loading the jobs" />;
    return <PageTrouble what="The jobs" error={query.error} onRetry={() => void query.refetch()} />;
  }
  const rows = query.data.pages.flatMap((page) => page.jobs.map((job) => ({ job, readAtMs: page.readAtMs })));
  const total = query.data.pages.at(-1)?.total ?? rows.length;
  if (rows.length === 0)
    return (
      <PageEmpty title={`No ${stateLooks[state].word.toLowerCase()} job.`}>
        <p className="flex flex-wrap gap-2">
          {otherStates(counts, state).map(({ id, count }) => (
            <Button key={id} onClick={() => onState(id)}>
              Show {count.toLocaleString("en-US")} {stateLooks[id].word.toLowerCase()}
            </Button>
          ))}
        </p>
      </PageEmpty>
    );
  const named = rows.map(({ job }) => job.job);
  return (
    <SelectionProvider
      key={`${queue} ${state}`}
      conn={conn}
      rows={named}
      all={() => ({ filter: { queue, state }, total })}
    >
      <div className="flex flex-none px-6 pb-3 max-md:px-4">
        <SelectButton />
      </div>
      <div className={query.isPlaceholderData ? "opacity-60" : ""}>
        <GridTable
          label="Jobs"
          columns={jobColumns}
          template={jobTemplate}
          lead={<SelectMany jobs={named} label="all that are shown" role="columnheader" />}
        >
          {rows.map(({ job, readAtMs }) => (
            <JobRow key={job.job.id} conn={conn} job={job} readAtMs={readAtMs} />
          ))}
        </GridTable>
        <LoadMore
          hasMore={query.hasNextPage}
          loading={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          aside={<CsvButton list="jobs" rows={rows.map(({ job }) => job)} />}
        >
          {rows.length.toLocaleString("en-US")} of {countOf(Math.max(total, rows.length), "job")} shown.
        </LoadMore>
      </div>
    </SelectionProvider>
  );
}
