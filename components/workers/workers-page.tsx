"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { clockText } from "@/components/page/clock";
import { CsvButton } from "@/components/page/csv-button";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { useRowKeys } from "@/components/page/use-row-keys";
import { workersQuery } from "@/lib/client/queries";
import type { WorkersPage as Workers } from "@/lib/contract/flow-schemas";
import { countOf } from "@/lib/core/job-label";

import { WorkerList } from "./worker-list";

/** Connected workers, those with stuck jobs first. */
export function WorkersPage({ conn }: { readonly conn: string }): ReactNode {
  const query = useQuery(workersQuery(conn));
  useRowKeys();
  return (
    <>
      <title>Workers — Flowlock</title>
      <PageHead namesPlace title="Workers" note={query.data?.available === true ? noteOf(query.data) : " "}>
        {query.data?.available === true ? <CsvButton list="workers" rows={query.data.workers} /> : null}
      </PageHead>
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

function noteOf({ workers, readAtMs }: Workers): ReactNode {
  return (
    <>
      {countOf(workers.length, "worker")} connected. Read at <span className="mono">{clockText(readAtMs)}</span>.
    </>
  );
}
