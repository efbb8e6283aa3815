"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { clockText } from "@/components/page/clock";
import { GridTable } from "@/components/page/grid-table";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageEmpty } from "@/components/page/page-empty";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { useRowKeys } from "@/components/page/use-row-keys";
import { workersQuery } from "@/lib/client/queries";
import type { WorkersPage as Workers } from "@/lib/contract/flow-schemas";
import { countOf } from "@/lib/core/job-label";

import { workerColumns, WorkerRow, workerTemplate } from "./worker-row";

/** Connected workers, those with stuck jobs first. */
export function WorkersPage({ conn }: { readonly conn: string }): ReactNode {
  const query = useQuery(workersQuery(conn));
  useRowKeys();
  return (
    <>
      <title>Workers — Flowlock</title>
      <PageHead namesPlace title="Workers" note={query.data?.available === true ? noteOf(query.data) : " "} />
      {query.data === undefined ? (
        query.error === null ? (
          <ListSkeleton label="Loading the workers" />
        ) : (
          <PageTrouble what="The workers" error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <WorkerList conn={conn} page={query.data} />
      )}
    </>
  );
}

function WorkerList({ conn, page }: { readonly conn: string; readonly page: Workers }): ReactNode {
  if (!page.available)
    return (
      <PageEmpty title="Your Redis does not let us list clients.">
        <p>
          Holders come from lock tokens only. Allow <code className="mono-code">CLIENT LIST</code> to Flowlock's user to
          see workers here.
        </p>
      </PageEmpty>
    );
  if (page.workers.length === 0)
    return (
      <PageEmpty title="No worker is connected.">
        <p>Nothing is picked up until one runs. Checked at {clockText(page.readAtMs)}.</p>
      </PageEmpty>
    );
  const sorted = page.workers.toSorted(
    (a, b) => b.suspects - a.suspects || b.locks - a.locks || (a.name ?? a.id).localeCompare(b.name ?? b.id),
  );
  return (
    <>
      <GridTable label="Workers" columns={workerColumns} template={workerTemplate}>
        {sorted.map((worker) => (
          <WorkerRow key={worker.id} conn={conn} worker={worker} />
        ))}
      </GridTable>
      <p className="flex-none px-6 py-2 text-12 text-text-muted max-md:px-4">
        From Redis' list of clients and the locks' tokens. Redis does not show how many jobs a worker runs at once.
      </p>
    </>
  );
}

function noteOf({ workers, readAtMs }: Workers): ReactNode {
  return (
    <>
      {countOf(workers.length, "worker")} connected. Read at <span className="mono">{clockText(readAtMs)}</span>.
    </>
  );
}
