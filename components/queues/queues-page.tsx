"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { clockText } from "@/components/page/clock";
import { CsvButton } from "@/components/page/csv-button";
import { GridTable } from "@/components/page/grid-table";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageEmpty } from "@/components/page/page-empty";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { SearchBox } from "@/components/page/search-box";
import { useRowKeys } from "@/components/page/use-row-keys";
import { useUrlFilter } from "@/components/page/use-url-filter";
import { Button } from "@/components/ui/button";
import { queuesQuery } from "@/lib/client/queries";
import type { QueuesPage as Queues } from "@/lib/contract/flow-schemas";
import { countOf } from "@/lib/core/job-label";

import { queueColumns, QueueRow, queueTemplate } from "./queue-row";
import { useQueueLocks } from "./use-queue-locks";

/** Every queue of a connection, each with a sentence about what it does. */
export function QueuesPage({ conn }: { readonly conn: string }): ReactNode {
  const query = useQuery(queuesQuery(conn));
  const { params, change } = useUrlFilter();
  const text = params.get("q") ?? "";
  useRowKeys();
  return (
    <>
      <title>Queues — Flowlock</title>
      <PageHead namesPlace title="Queues" note={query.data === undefined ? " " : noteOf(query.data)}>
        {query.data === undefined ? null : <CsvButton list="queues" rows={shownOf(query.data, text)} />}
      </PageHead>
      <div role="search" className="flex flex-none px-6 pb-3 max-md:px-4">
        <SearchBox label="Filter queues" placeholder="Queue or prefix" value={text} onChange={(q) => change({ q })} />
      </div>
      {query.data === undefined ? (
        query.error === null ? (
          <ListSkeleton label="Loading the queues" />
        ) : (
          <PageTrouble what="The queues" error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <QueueList conn={conn} page={query.data} text={text} onClear={() => change({ q: null })} />
      )}
    </>
  );
}

type QueueListProps = {
  readonly conn: string;
  readonly page: Queues;
  readonly text: string;
  readonly onClear: () => void;
};

function QueueList({ conn, page, text, onClear }: QueueListProps): ReactNode {
  const locks = useQueueLocks(conn);
  const names = page.queues.map(({ name }) => name);
  const shown = shownOf(page, text);
  if (page.queues.length === 0)
    return (
      <PageEmpty title={page.discovering ? "Still looking for queues." : "No BullMQ queue in this Redis."}>
        <p>
          A queue appears when its first job is added. If yours use a prefix of their own, check{" "}
          <code className="mono-code">BULL_PREFIX</code>.
        </p>
      </PageEmpty>
    );
  if (shown.length === 0)
    return (
      <PageEmpty title="No queue matches.">
        <p>{countOf(page.queues.length, "queue")} without this filter.</p>
        <Button onClick={onClear}>Clear filter</Button>
      </PageEmpty>
    );
  return (
    <GridTable label="Queues" columns={queueColumns} template={queueTemplate}>
      {shown.map((queue) => (
        <QueueRow
          key={queue.queue}
          conn={conn}
          queue={queue}
          locks={locks.get(queue.queue) ?? []}
          ambiguous={names.indexOf(queue.name) !== names.lastIndexOf(queue.name)}
        />
      ))}
    </GridTable>
  );
}

function shownOf({ queues }: Queues, text: string) {
  return queues.filter(({ queue }) => queue.toLowerCase().includes(text.trim().toLowerCase()));
}

function noteOf({ queues, discovering, readAtMs }: Queues): ReactNode {
  const paused = queues.filter((queue) => queue.paused).length;
  return (
    <>
      {countOf(queues.length, "queue")}
      {paused === 0 ? "" : `, ${paused.toLocaleString("en-US")} paused`}. Read at{" "}
      <span className="mono">{clockText(readAtMs)}</span>.{discovering ? " Still looking for more." : ""}
    </>
  );
}
