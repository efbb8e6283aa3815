"use client";

import { useUrlFilter } from "@/components/page/use-url-filter";
import { verdicts } from "@/lib/core/verdict";
import type { Verdict } from "@/lib/core/verdict";

import { lockGroupings } from "./group-locks";
import type { LockGrouping } from "./group-locks";

export type LockFilter = {
  readonly verdict: Verdict | null;
  readonly q: string;
  readonly by: LockGrouping;
  /** The lock whose drawer is open. */
  readonly lock: string | null;
};

/** What the page of locks shows, kept in the address so that a link restores it. */
export function useLockFilter() {
  const { params, change } = useUrlFilter();
  const filter: LockFilter = {
    verdict: verdicts.find((verdict) => verdict === params.get("verdict")) ?? null,
    q: params.get("q") ?? "",
    by: lockGroupings.find((grouping) => grouping === params.get("by")) ?? "none",
    lock: params.get("lock"),
  };
  return { filter, change };
}
