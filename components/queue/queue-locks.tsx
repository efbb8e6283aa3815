"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { LockList } from "@/components/locks/lock-list";
import { useLockFilter } from "@/components/locks/use-lock-filter";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageTrouble } from "@/components/page/page-trouble";
import { locksQuery } from "@/lib/client/queries";
import type { Verdict } from "@/lib/core/verdict";

type QueueLocksProps = { readonly conn: string; readonly queue: string };

/** The locks that jobs of one queue hold. */
export function QueueLocks({ conn, queue }: QueueLocksProps): ReactNode {
  const { filter, change } = useLockFilter();
  const { data, error, refetch } = useQuery(locksQuery(conn));
  if (data === undefined) {
    if (error === null) return <ListSkeleton label="Loading the locks" />;
    return <PageTrouble what="The locks" error={error} onRetry={() => void refetch()} />;
  }
  const locks = data.locks.filter(({ job }) => job.queue === queue);
  const counts: { [V in Verdict]?: number } = {};
  for (const { verdict } of locks) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return (
    <LockList
      conn={conn}
      page={{ ...data, locks, counts }}
      filter={filter}
      onOpen={(lock) => change({ lock })}
      onClear={() => change({ q: null })}
    />
  );
}
