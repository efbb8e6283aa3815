"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { fetchJson } from "@/lib/client/fetch-json";
import { apiPathOf } from "@/lib/client/links";
import { healthQuery, jobDetailQuery } from "@/lib/client/queries";
import type { Preview } from "@/lib/contract/action-schemas";
import type { ActionId, ActionOptions, Outcome } from "@/lib/core/action";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { LockState } from "@/lib/core/lock-state";

import { whatChanged } from "./what-changed";

const previewMs = 2_000;

export type LivePreview = {
  /** What the operator reviews; an act is sent with what was seen in it. `null` until it was read. */
  readonly outcome: Outcome | null;
  /** Names what was shown, for the audit trail. */
  readonly previewId: string | null;
  /** What is different by now; it locks the button until the operator has reviewed again. */
  readonly changed: string | null;
  readonly lock: LockState | null;
  /** When the preview was read, on this browser's clock. */
  readonly readAtMs: number;
  /** A number to type where jobs are deleted, or where a root will fail in production. */
  readonly typedCount: number | null;
  readonly error: Error | null;
  /** Children of the job, whatever became of them. */
  readonly childCount: number;
  readonly reviewAgain: () => void;
  /** What was reviewed is void: something else is asked for now. */
  readonly forget: () => void;
  readonly readAgain: () => void;
};

type Asked = {
  readonly conn: string;
  readonly action: ActionId;
  readonly job: JobRef;
  readonly options: ActionOptions;
};

/** What an action would do, asked again every two seconds while the dialog is open. */
export function useLivePreview({ conn, action, job, options }: Asked): LivePreview {
  const [reviewed, setReviewed] = useState<Shown | null>(null);
  const query = useQuery({
    queryKey: ["preview", conn, action, job.queue, job.id, options],
    queryFn: ({ signal }) =>
      fetchJson(apiPathOf(conn, "actions/preview"), "preview", {
        method: "POST",
        body: { action, jobs: [{ queue: job.queue, id: job.id }], options },
        signal,
      }),
    refetchInterval: previewMs,
    gcTime: 0,
    staleTime: 0,
  });
  const { data: health } = useQuery(healthQuery());
  const { data: detail } = useQuery(jobDetailQuery(conn, job));
  const own = detail !== undefined && sameJob(detail.job, job) ? detail : null;
  const lock = own?.lock ?? null;
  const latest = query.data === undefined ? null : toShown(query.data);
  if (reviewed === null && latest !== null) setReviewed(latest);
  const changed =
    reviewed === null || latest === null ? null : whatChanged(reviewed.outcome, latest.outcome, lock?.holder ?? null);
  // Numbers that only run on (held for …) may be fresh; what matters stays as it was reviewed.
  const shown = changed === null && latest !== null ? latest : reviewed;
  const outcome = shown?.outcome ?? null;
  return {
    outcome,
    previewId: shown?.previewId ?? null,
    changed,
    lock,
    readAtMs: query.dataUpdatedAt,
    typedCount: outcome === null ? null : countToType(outcome, health?.environment === "production"),
    error: query.error,
    childCount: own === null ? 0 : Object.values(own.children).reduce((sum, count) => sum + count, 0),
    reviewAgain: () => setReviewed(latest),
    forget: () => setReviewed(null),
    readAgain: () => {
      setReviewed(null);
      void query.refetch();
    },
  };
}

type Shown = { readonly outcome: Outcome; readonly previewId: string };

function toShown({ outcomes: [outcome], previewId }: Preview): Shown | null {
  return outcome === undefined ? null : { outcome, previewId };
}

function countToType(outcome: Outcome, inProduction: boolean): number | null {
  return outcome.deletes ?? (inProduction ? countFailing(outcome) : null);
}

/** Jobs above that will fail, where a root is among them. */
function countFailing({ effects, job, warnings }: Outcome): number | null {
  if (!warnings.includes("root-fails")) return null;
  return effects.filter((effect) => effect.to === "failed" && !sameJob(effect.job, job)).length;
}
