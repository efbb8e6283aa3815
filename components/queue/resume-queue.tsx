"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";

import { LazyActionDialog } from "@/components/action-dialog/lazy-action-dialog";
import type { Acting } from "@/components/action-dialog/lazy-action-dialog";
import { Button } from "@/components/ui/button";
import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { apiPathOf } from "@/lib/client/links";
import { healthQuery } from "@/lib/client/queries";
import { tell } from "@/lib/client/tell";
import type { NamedJob } from "@/lib/core/job-ref";
import { queueStates } from "@/lib/core/job-state";

type Props = { readonly conn: string; readonly queue: string };

/** Resumes a paused queue, by any of its jobs: actions are on jobs. Pausing is not offered. */
export function ResumeQueue({ conn, queue }: Props): ReactNode {
  const { data: health } = useQuery(healthQuery());
  const [acting, setActing] = useState<Acting | null>(null);
  const [isLooking, setLooking] = useState(false);
  const readOnly = health?.writable === false;
  const resume = async (): Promise<void> => {
    setLooking(true);
    try {
      const job = await findJob(conn, queue);
      if (job === null) tell({ kind: "failed", text: "The queue has no job, so there is nothing that would go on." });
      else setActing({ action: "resume-queue", job });
    } catch (error) {
      tell({ kind: "failed", text: error instanceof ApiError ? error.message : "The server can't be reached." });
    } finally {
      setLooking(false);
    }
  };
  return (
    <>
      <Button
        disabled={readOnly || isLooking || acting !== null}
        title={readOnly ? "Flowlock is read-only here." : undefined}
        onClick={() => void resume()}
      >
        Resume
      </Button>
      <LazyActionDialog conn={conn} acting={acting} onClose={() => setActing(null)} />
    </>
  );
}

async function findJob(conn: string, queue: string): Promise<NamedJob | null> {
  for (const state of queueStates) {
    const path = apiPathOf(conn, `queues/${encodeURIComponent(queue)}/jobs`, { state, limit: "1" });
    const [node] = (await fetchJson(path, "jobsPage")).jobs;
    if (node !== undefined) return node.job;
  }
  return null;
}
