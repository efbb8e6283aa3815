"use client";

import { useQuery } from "@tanstack/react-query";

import { jobLogsQuery } from "@/lib/client/queries";
import type { JobRef } from "@/lib/core/job-ref";

import { PanelError } from "./panel-error";

/** The job's log lines as it wrote them. */
export function LogsTab({ conn, job }: { readonly conn: string; readonly job: JobRef }) {
  const { data, error, refetch } = useQuery(jobLogsQuery(conn, job));
  if (data === undefined)
    return error === null ? (
      <div className="p-4">
        <span className="skeleton h-4 w-1/2" />
      </div>
    ) : (
      <PanelError error={error} onRetry={() => void refetch()} />
    );
  if (data.total === 0) return <p className="p-4 text-text-muted">This job wrote no log lines.</p>;
  return (
    <div className="grid gap-2 p-4">
      <p className="text-text-muted">
        {data.lines.length.toLocaleString("en-US")} of {data.total.toLocaleString("en-US")} lines
      </p>
      <ol className="grid gap-1 font-mono text-[12px] leading-4 break-all whitespace-pre-wrap">
        {data.lines.map((line, index) => (
          // Log lines have no identity but their place.
          <li key={index}>{line}</li>
        ))}
      </ol>
    </div>
  );
}
