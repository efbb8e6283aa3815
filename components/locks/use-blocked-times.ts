"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { whileLive } from "@/lib/client/live-switch";
import { triageQuery } from "@/lib/client/queries";

import { lockName } from "./lock-name";

const triageMs = 10_000;

/** Blocked time of each lock's job, as triage reckons it; a job that blocks nothing is not among them. */
export function useBlockedTimes(conn: string): ReadonlyMap<string, number> {
  const { data } = useQuery({ ...triageQuery(conn), refetchInterval: whileLive(triageMs) });
  return useMemo(() => new Map(data?.culprits.map((culprit) => [lockName(culprit), culprit.blockedMs])), [data]);
}
