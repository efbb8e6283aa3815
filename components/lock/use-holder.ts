"use client";

import { useQuery } from "@tanstack/react-query";

import { whileLive } from "@/lib/client/live-switch";
import { workersQuery } from "@/lib/client/queries";
import type { WorkersPage } from "@/lib/contract/flow-schemas";
import type { LockState } from "@/lib/core/lock-state";

type Worker = WorkersPage["workers"][number];

const workersMs = 10_000;

/** The connected worker that holds a lock; `null` where it has no name, is not connected or can't be told apart. */
export function useHolder(conn: string, lock: LockState | null): Worker | null {
  const { data } = useQuery({ ...workersQuery(conn), refetchInterval: whileLive(workersMs) });
  if (lock === null || lock.holder === null || lock.holder === "" || data === undefined) return null;
  const named = data.workers.filter(({ name, queues }) => name === lock.holder && queues.includes(lock.job.queue));
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** The host of an address as Redis lists it, without its port. */
export function hostOf(address: string): string {
  const colon = address.lastIndexOf(":");
  return colon <= 0 ? address : address.slice(0, colon);
}
