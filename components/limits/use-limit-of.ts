"use client";

import { useQuery } from "@tanstack/react-query";

import { limitsQuery } from "@/lib/client/queries";
import type { HeldLimit } from "@/lib/contract/record-schemas";

/** What an operator set for a queue and job name; `null` where nothing is set or known. */
export function useLimitOf(conn: string): (queue: string, name: string | null) => HeldLimit | null {
  const { data } = useQuery(limitsQuery(conn));
  return (queue, name) => data?.limits.find((limit) => limit.queue === queue && limit.name === name) ?? null;
}
