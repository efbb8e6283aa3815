"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { fetchJson } from "@/lib/client/fetch-json";
import { apiPathOf } from "@/lib/client/links";
import { healthQuery } from "@/lib/client/queries";
import { previewSchema } from "@/lib/contract/action-schemas";
import type { ActionId, Outcome, Seen } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";

const previewMs = 2_000;

/**
 * What an action would do, asked again every two seconds while the dialog is open. What the operator reviewed stays
 * the base of the act: where a fresh preview saw something else, `changed` locks the button until it is accepted.
 */
export function useLivePreview(conn: string, action: ActionId, job: JobRef) {
  const [reviewed, setReviewed] = useState<Outcome | null>(null);
  const query = useQuery({
    queryKey: ["preview", conn, action, job.queue, job.id],
    queryFn: ({ signal }) =>
      fetchJson(apiPathOf(conn, "actions/preview"), previewSchema, {
        method: "POST",
        body: { action, jobs: [{ queue: job.queue, id: job.id }] },
        signal,
      }),
    refetchInterval: previewMs,
    gcTime: 0,
    staleTime: 0,
  });
  const health = useQuery(healthQuery());
  const latest = query.data?.outcomes[0] ?? null;
  const outcome = reviewed ?? latest;
  if (reviewed === null && latest !== null) setReviewed(latest);
  const changed = reviewed !== null && latest !== null && !sameSeen(reviewed.seen, latest.seen);
  const shown = changed || latest === null ? outcome : latest;
  const failing = shown?.effects.filter((effect) => effect.to === "failed" && effect.job.id !== job.id).length ?? 0;
  const rootFails = shown?.warnings.includes("root-fails") === true;
  return {
    outcome: shown,
    changed,
    /** A number to type where a root will fail in production. */
    typedCount: rootFails && health.data?.environment === "production" ? failing : null,
    error: query.error,
    acceptChange: () => setReviewed(latest),
    refresh: () => {
      setReviewed(null);
      void query.refetch();
    },
  };
}

function sameSeen(a: Seen, b: Seen): boolean {
  return (
    a.state === b.state &&
    a.lockId === b.lockId &&
    a.attemptsStarted === b.attemptsStarted &&
    a.processedAtMs === b.processedAtMs
  );
}
