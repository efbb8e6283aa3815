"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { SearchBox } from "@/components/page/search-box";
import { useRowKeys } from "@/components/page/use-row-keys";
import { Segmented } from "@/components/ui/segmented";
import { verdictLooks } from "@/components/ui/state-looks";
import { locksQuery } from "@/lib/client/queries";

import type { LockGrouping } from "./group-locks";
import { LockList } from "./lock-list";
import { LocksSummary, worstFirst } from "./locks-summary";
import { useLockFilter } from "./use-lock-filter";

const groupings = [
  { id: "none", label: "None" },
  { id: "holder", label: "Holder" },
  { id: "name", label: "Job name" },
] as const satisfies readonly { readonly id: LockGrouping; readonly label: string }[];

/** Every held lock of a connection, most suspicious first. */
export function LocksPage({ conn }: { readonly conn: string }): ReactNode {
  const { filter, change } = useLockFilter();
  const { verdict, q, by } = filter;
  const query = useQuery(locksQuery(conn, { verdict }));
  useRowKeys();
  const choices = [
    { id: "all", label: "All" },
    ...worstFirst.map((id) => ({ id, label: verdictLooks[id].word })),
  ] as const;
  return (
    <>
      <title>Locks — Flowlock</title>
      <PageHead namesPlace title="Locks">
        {query.data === undefined ? null : <LocksSummary counts={query.data.counts} />}
      </PageHead>
      <div role="search" className="flex flex-none flex-wrap items-center gap-2 px-6 pb-3 max-md:px-4">
        <SearchBox
          label="Filter locks by job, queue or holder"
          placeholder="Job, queue or holder"
          value={q}
          onChange={(next) => change({ q: next })}
        />
        <Segmented
          label="Verdict"
          segments={choices}
          value={verdict ?? "all"}
          onChange={(next) => change({ verdict: next === "all" ? null : next })}
        />
        <span className="ml-auto flex items-center gap-2 max-md:ml-0">
          <span className="text-12 text-text-muted">Group by</span>
          <Segmented
            label="Group by"
            segments={groupings}
            value={by}
            onChange={(next) => change({ by: next === "none" ? null : next })}
          />
        </span>
      </div>
      {query.data === undefined ? (
        query.error === null ? (
          <ListSkeleton label="Loading the locks" />
        ) : (
          <PageTrouble what="The locks" error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <LockList
          conn={conn}
          page={query.data}
          filter={filter}
          onOpen={(lock) => change({ lock })}
          onClear={() => change({ verdict: null, q: null })}
        />
      )}
    </>
  );
}
