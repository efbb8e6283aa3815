"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { apiPathOf, operationHref } from "@/lib/client/links";
import { useAct } from "@/lib/client/mutations";
import { healthQuery } from "@/lib/client/queries";
import { tell } from "@/lib/client/tell";
import type { Preview } from "@/lib/contract/action-schemas";
import type { ActionId, ActionOptions, ActionResult } from "@/lib/core/action";
import { countOf } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";

import { ownFateText } from "./bulk-words";
import type { JobFilter } from "./selection";

export type BulkTarget = { readonly jobs: readonly NamedJob[] } | { readonly filter: JobFilter };

/** More jobs than this have their number typed. */
const typedFrom = 26;

type Asked = {
  readonly conn: string;
  readonly action: ActionId;
  readonly target: BulkTarget;
  readonly options: ActionOptions;
};

/** The dry run of an action on many jobs, read once: it is what is acted on, by its id. */
export function useBulkPreview({ conn, action, target, options }: Asked) {
  const { data: health } = useQuery(healthQuery());
  const what =
    "jobs" in target ? { jobs: target.jobs.map(({ queue, id }) => ({ queue, id })) } : { filter: target.filter };
  const query = useQuery({
    queryKey: ["bulk preview", conn, action, what, options],
    queryFn: ({ signal }) =>
      fetchJson(apiPathOf(conn, "actions/preview"), "preview", {
        method: "POST",
        body: { action, ...what, options },
        signal,
      }),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: false,
  });
  const preview = query.data ?? null;
  return {
    preview,
    error: query.error,
    readAtMs: query.dataUpdatedAt,
    readAgain: () => void query.refetch(),
    typedCount: preview === null ? null : countToType(action, preview, health?.environment === "production"),
  };
}

function countToType(action: ActionId, { totals }: Preview, inProduction: boolean): number | null {
  const must = totals.allowed >= typedFrom || action === "remove" || (inProduction && totals.rootsFail > 0);
  return must && totals.allowed > 0 ? totals.allowed : null;
}

type Acting = {
  readonly conn: string;
  readonly action: ActionId;
  readonly onDone: () => void;
  readonly onClose: () => void;
};

/** Acts on what was previewed. Many are done on the server, on a page of their own; of few what was not done is told here. */
export function useBulkAct({ conn, action, onDone, onClose }: Acting) {
  const act = useAct(conn);
  const router = useRouter();
  const [results, setResults] = useState<readonly ActionResult[] | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const confirm = (previewId: string, reason: string): void => {
    setNotice(null);
    act.mutate(
      { action, previewId, reason: reason.trim() },
      {
        onSuccess: (answer) => {
          onDone();
          if (answer.results === undefined) {
            onClose();
            router.push(operationHref(conn, answer.operationId));
            return;
          }
          const done = answer.results.filter(({ result }) => result === "done").length;
          if (done < answer.results.length) return setResults(answer.results);
          tell({ kind: "done", text: `Done: ${ownFateText(action, done)}.` });
          onClose();
        },
        onError: (failure) => setNotice(explain(failure)),
      },
    );
  };
  return { confirm, isPending: act.isPending, notice, results };
}

function explain(failure: Error): string {
  if (!(failure instanceof ApiError)) return "The server can't be reached. See the jobs' states before you try again.";
  if (failure.code === "invalid-request") return "This preview has expired. Nothing was changed. Preview again.";
  if (failure.code === "rate-limited") return "Too many bulk actions are under way. Nothing was changed.";
  return failure.message;
}

/** `9 done · 3 not done`. */
export function resultsText(results: readonly Pick<ActionResult, "result">[]): string {
  const done = results.filter(({ result }) => result === "done").length;
  return `${countOf(done, "job")} done, ${(results.length - done).toLocaleString("en-US")} not done`;
}
