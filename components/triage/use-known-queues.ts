"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { whileLive } from "@/lib/client/live-switch";
import { queuesQuery } from "@/lib/client/queries";
import type { ColumnQueue } from "@/lib/core/column-fact";

const queuesMs = 10_000;

/** How each queue of the connection is, for the rows whose culprit is a queue. */
export function useKnownQueues(conn: string): ReadonlyMap<string, ColumnQueue> {
  const { data } = useQuery({ ...queuesQuery(conn), refetchInterval: whileLive(queuesMs) });
  return useMemo(
    () =>
      new Map(
        data?.queues.map(({ queue, counts, workers, oldestWaitingMs }) => [
          queue,
          { waiting: counts.waiting + counts.prioritized, workers, oldestWaitingMs },
        ]),
      ),
    [data],
  );
}
