"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";

import { LoadMore } from "@/components/page/load-more";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageEmpty } from "@/components/page/page-empty";
import { PageTrouble } from "@/components/page/page-trouble";
import { useRowKeys } from "@/components/page/use-row-keys";
import { Segmented } from "@/components/ui/segmented";
import { ApiError } from "@/lib/client/fetch-json";
import { operationQuery } from "@/lib/client/operation-query";
import { countOf } from "@/lib/core/job-label";
import { countActed, resultKinds } from "@/lib/core/operation";
import type { ResultKind } from "@/lib/core/operation";

import { OperationHead } from "./operation-head";
import { OperationResults, resultWords } from "./operation-results";

type Props = { readonly conn: string; readonly id: string };

/** One action on many jobs: how far it is, a way to stop it, and what came of each job. It goes on without this page. */
export function OperationPage({ conn, id }: Props): ReactNode {
  const [kind, setKind] = useState<ResultKind | "all">("all");
  const query = useInfiniteQuery(operationQuery(conn, id, kind === "all" ? null : kind));
  useRowKeys();
  if (query.data === undefined) {
    if (query.error === null) return <ListSkeleton label="Loading the bulk action" />;
    if (query.error instanceof ApiError && query.error.code === "operation-not-found") return <NoOperation />;
    return <PageTrouble what="The bulk action" error={query.error} onRetry={() => void query.refetch()} />;
  }
  const last = query.data.pages.at(-1);
  if (last === undefined) return null;
  const results = query.data.pages.flatMap((page) => page.results);
  const acted = countActed(last);
  return (
    <>
      <OperationHead conn={conn} operation={last} />
      <div className="flex flex-none flex-wrap items-center gap-2 px-6 pb-3 max-md:px-4">
        <Segmented
          label="Results"
          value={kind}
          onChange={setKind}
          segments={[
            { id: "all", label: "All", count: acted },
            ...resultKinds.map((one) => ({ id: one, label: resultWords[one], count: last.counts[one] })),
          ]}
        />
      </div>
      {results.length === 0 ? (
        <PageEmpty title={acted === 0 ? "No job has had its turn yet." : "No job ended so."} />
      ) : (
        <>
          <OperationResults conn={conn} results={results} />
          <LoadMore
            hasMore={query.hasNextPage}
            loading={query.isFetchingNextPage}
            onMore={() => void query.fetchNextPage()}
          >
            {results.length.toLocaleString("en-US")} of {countOf(kind === "all" ? acted : last.counts[kind], "result")}{" "}
            shown.
          </LoadMore>
        </>
      )}
    </>
  );
}

function NoOperation(): ReactNode {
  return (
    <>
      <h1 className="sr-only">Bulk action</h1>
      <PageEmpty title="There is no bulk action of this id.">
        <p>
          Bulk actions are kept for 7 days where Flowlock keeps records in Redis, else until it restarts. What was done
          to each job is in Activity.
        </p>
      </PageEmpty>
    </>
  );
}
