"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { whileLive } from "@/lib/client/live-switch";
import { locksQuery } from "@/lib/client/queries";
import type { LockState } from "@/lib/core/lock-state";

const locksMs = 5_000;

/** The held locks of each queue, most suspicious first. */
export function useQueueLocks(conn: string): ReadonlyMap<string, readonly LockState[]> {
  const { data } = useQuery({ ...locksQuery(conn), refetchInterval: whileLive(locksMs) });
  return useMemo(() => {
    const byQueue = new Map<string, LockState[]>();
    for (const lock of data?.locks ?? []) {
      const known = byQueue.get(lock.job.queue);
      if (known === undefined) byQueue.set(lock.job.queue, [lock]);
      else known.push(lock);
    }
    return byQueue;
  }, [data]);
}

/** How many of these locks are probably stuck. */
export function countStuck(locks: readonly LockState[]): number {
  return locks.filter(({ verdict }) => verdict === "probably-stuck").length;
}
