"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ActionDialog } from "@/components/action-dialog/action-dialog";
import { Button } from "@/components/ui/button";
import { StateChip } from "@/components/ui/chip";
import { jobDetailQuery } from "@/lib/client/queries";
import type { JobDetail } from "@/lib/contract/job-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { jobLabel } from "@/lib/core/job-label";
import type { JobRef } from "@/lib/core/job-ref";
import { policyWords } from "@/lib/core/why-text";

import { PanelError } from "./panel-error";

/** State, lock, parent, attempts, times and keys of one job, with what can be done to it. */
export function DetailsTab({ conn, job }: { readonly conn: string; readonly job: JobRef }) {
  const { data, error, refetch } = useQuery(jobDetailQuery(conn, job));
  const [acting, setActing] = useState<"fail" | "retry" | null>(null);
  if (data === undefined)
    return error === null ? (
      <div className="p-4">
        <span className="skeleton h-4 w-1/2" />
      </div>
    ) : (
      <PanelError error={error} onRetry={() => void refetch()} />
    );
  return (
    <div className="grid gap-4 p-4">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 truncate text-[16px] font-semibold">{jobLabel(data.job)}</h2>
        <StateChip state={data.state} verdict={data.verdict} cause={data.cause} />
      </div>
      <div className="flex gap-2">
        <Button disabled={data.state !== "active"} onClick={() => setActing("fail")}>
          Fail…
        </Button>
        <Button disabled={data.state !== "active" && data.state !== "failed"} onClick={() => setActing("retry")}>
          Retry…
        </Button>
      </div>
      {data.state !== "active" && data.state !== "failed" && (
        <p className="text-text-muted">
          BullMQ fails active jobs only, and retries active or failed ones. This one is {data.state}.
        </p>
      )}
      {data.damaged.length > 0 && (
        <p role="note">Damaged: {data.damaged.join(", ")}. It is shown as far as it can be read.</p>
      )}
      <dl className="detail-list">
        {rowsOf(data).map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <section className="grid gap-1">
        <h3 className="font-semibold">Keys in Redis</h3>
        <ul className="font-mono text-[12px] break-all text-text-muted">
          {data.keys.map((key) => (
            <li key={key}>{key}</li>
          ))}
        </ul>
      </section>
      <details>
        <summary className="cursor-pointer font-semibold">Raw fields</summary>
        <dl className="detail-list mt-2 font-mono text-[12px]">
          {Object.entries(data.raw).map(([field, value]) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd className="break-all whitespace-pre-wrap">{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {acting !== null && <ActionDialog conn={conn} action={acting} job={data.job} onClose={() => setActing(null)} />}
    </div>
  );
}

function rowsOf(job: JobDetail): readonly (readonly [string, string])[] {
  const { lock } = job;
  const rows: (readonly [string, string] | null)[] = [
    ["Queue", job.job.queue],
    lock === null ? null : ["Held for", formatDuration(lock.heldMs)],
    lock === null ? null : ["Holder", lock.holder ?? `unnamed worker ${lock.workerId}`],
    lock === null
      ? null
      : [
          "Lock",
          `${formatDuration(lock.ttlMs)} left${lock.lockDurationMs.observed ? ` of ${formatDuration(lock.lockDurationMs.value ?? 0)}` : ""}`,
        ],
    lock === null ? null : ["Renewed", `at least ${Math.max(lock.renewals.atLeast, lock.renewals.observed)} times`],
    lock === null
      ? null
      : ["Last sign of progress", lock.lastSignAtMs === null ? "none seen" : instant(lock.lastSignAtMs)],
    job.parent === null
      ? ["Parent", "none"]
      : ["Parent", `${job.parent.queue} #${job.parent.id} · policy: ${policyWords[job.policy]}`],
    ["Attempts", `${job.attempts.made} made, ${job.attempts.started} started, at most ${job.attempts.max}`],
    ["Stalls", String(job.stalls)],
    [
      "Children",
      `${job.children.unprocessed} pending, ${job.children.processed} processed, ${job.children.ignored} ignored, ${job.children.failed} failed`,
    ],
    ["Created", instant(job.timestamps.createdAtMs)],
    job.timestamps.delayUntilAtMs === null ? null : ["Due", instant(job.timestamps.delayUntilAtMs)],
    ["Started", instant(job.processedAtMs)],
    ["Finished", instant(job.finishedAtMs)],
    job.failedReason === null ? null : ["Failed reason", job.failedReason],
  ];
  return rows.filter((row) => row !== null);
}

function instant(atMs: number | null): string {
  return atMs === null
    ? "—"
    : new Date(atMs)
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z$/, " UTC");
}
