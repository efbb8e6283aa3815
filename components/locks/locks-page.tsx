"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";

import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { SearchBox } from "@/components/page/search-box";
import { useRowKeys } from "@/components/page/use-row-keys";
import { Segmented } from "@/components/ui/segmented";
import { verdictLooks } from "@/components/ui/state-looks";
import { locksQuery } from "@/lib/client/queries";
import type { Verdict } from "@/lib/core/verdict";

import type { LockGrouping } from "./group-locks";
import { LockList } from "./lock-list";
import { LocksSummary, worstFirst } from "./locks-summary";

const groupings = [
  { id: "none", label: "None" },
  { id: "holder", label: "Holder" },
  { id: "name", label: "Job name" },
] as const satisfies readonly { readonly id: LockGrouping; readonly label: string }[];

type Filter = {
  readonly verdict: Verdict | "all";
  readonly text: string;
  readonly by: LockGrouping;
};

/** Every held lock of a connection, most suspicious first. */
export function LocksPage({ conn }: { readonly conn: string }): ReactNode {
  const [filter, setFilter] = useState<Filter>({ verdict: "all", text: "", by: "none" });
  const { verdict, text, by } = filter;
  const query = useQuery(locksQuery(conn, { verdict: verdict === "all" ? null : verdict }));
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
          value={text}
          onChange={(next) => setFilter({ ...filter, text: next })}
        />
        <Segmented
          label="Verdict"
          segments={choices}
          value={verdict}
          onChange={(next) => setFilter({ ...filter, verdict: next })}
        />
        <span className="ml-auto flex items-center gap-2 max-md:ml-0">
          <span className="text-12 text-text-muted">Group by</span>
          <Segmented
            label="Group by"
            segments={groupings}
            value={by}
            onChange={(next) => setFilter({ ...filter, by: next })}
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
          text={text}
          by={by}
          onClear={() => setFilter({ ...filter, verdict: "all", text: "" })}
        />
      )}
    </>
  );
}
