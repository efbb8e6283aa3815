"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { useIsFrozen } from "@/components/snapshot/frozen";
import { flowFindQuery } from "@/lib/client/queries";
import { readJobFilter } from "@/lib/core/job-filter";
import { jobKey } from "@/lib/core/job-ref";
import type { NamedJob, JobRef } from "@/lib/core/job-ref";

export type Find =
  /** Nothing to find, or nobody to ask. */
  | { readonly kind: "idle" }
  | { readonly kind: "searching" }
  | { readonly kind: "failed"; readonly error: Error; readonly retry: () => void }
  | {
      readonly kind: "found";
      readonly matches: readonly NamedJob[];
      readonly ids: ReadonlySet<string>;
      readonly total: number;
      readonly searched: number;
      readonly truncated: boolean;
      /** Reads the next ones; `null`: these are all that are listed. */
      readonly readMore: (() => void) | null;
    };

const restMs = 400;

/** The jobs of a flow that match what is typed, once the typing rests: the server looks at folded and unread ones too. */
export function useFind(conn: string, root: JobRef, query: string): Find {
  const rested = useRested(query);
  const isAsked = rested === query && readJobFilter(query) !== null;
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery({
    ...flowFindQuery(conn, root, rested),
    enabled: isAsked,
  });
  const matches = useMemo(() => data?.pages.flatMap((page) => page.matches.map(({ job }) => job)) ?? [], [data]);
  const ids = useMemo(() => new Set<string>(matches.map(jobKey)), [matches]);
  const last = data?.pages.at(-1);
  const isFrozen = useIsFrozen();
  if (isFrozen) return { kind: "idle" };
  if (!isAsked) return readJobFilter(query) === null ? { kind: "idle" } : { kind: "searching" };
  if (last === undefined)
    return error === null ? { kind: "searching" } : { kind: "failed", error, retry: () => void refetch() };
  const { total, searched, truncated } = last;
  const readMore = hasNextPage ? () => void fetchNextPage() : null;
  return { kind: "found", matches, ids, total, searched, truncated, readMore };
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
