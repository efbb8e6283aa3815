"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { jobLogsQuery } from "@/lib/client/queries";
import { countOf } from "@/lib/core/job-label";
import type { JobRef } from "@/lib/core/job-ref";

import { PanelError } from "./panel-error";
import { PanelSkeleton } from "./panel-skeleton";

/** The job's log lines as it wrote them. */
export function LogsTab({ conn, job }: { readonly conn: string; readonly job: JobRef }): ReactNode {
  const { data, error, refetch } = useQuery(jobLogsQuery(conn, job));
  if (data === undefined)
    return error === null ? <PanelSkeleton /> : <PanelError error={error} onRetry={() => void refetch()} />;
  if (data.total === 0)
    return (
      <div className="grid gap-1 p-4">
        <p>This job wrote no log lines.</p>
        <p className="text-text-muted">
          A processor writes one with <code className="mono-code">job.log()</code>. It counts as a sign of progress.
        </p>
      </div>
    );
  const all = data.lines.length === data.total;
  return (
    <div className="p-4">
      <p className="mb-2 text-12 text-text-muted">
        {all
          ? countOf(data.total, "line")
          : `${data.lines.length.toLocaleString("en-US")} of ${countOf(data.total, "line")}`}
      </p>
      <ol className="mono-code leading-4">
        {data.lines.map((line, index) => (
          // Log lines have no identity but their place.
          <li key={index} className="grid grid-cols-[3ch_minmax(0,1fr)] gap-x-3 border-t py-1 first:border-t-0">
            <span aria-hidden="true" className="text-right text-text-muted select-none">
              {index + 1}
            </span>
            <span className="break-words whitespace-pre-wrap wrap-anywhere">{line}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
