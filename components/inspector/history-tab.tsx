"use client";

import { useQuery } from "@tanstack/react-query";

import { RenewalSparkline } from "@/components/ui/renewal-sparkline";
import { jobHistoryQuery } from "@/lib/client/queries";
import type { JobRef } from "@/lib/core/job-ref";

import { PanelError } from "./panel-error";

/** Renewals and signs of progress since Flowlock began to watch: BullMQ keeps no history of a lock. */
export function HistoryTab({ conn, job }: { readonly conn: string; readonly job: JobRef }) {
  const { data, error, refetch } = useQuery(jobHistoryQuery(conn, job));
  if (data === undefined)
    return error === null ? (
      <div className="p-4">
        <span className="skeleton h-4 w-1/2" />
      </div>
    ) : (
      <PanelError error={error} onRetry={() => void refetch()} />
    );
  if (data.watchedSinceAtMs === null || data.samples.length === 0)
    return <p className="p-4 text-text-muted">No lock of this job was seen while Flowlock has been watching.</p>;
  const renewals = data.samples.filter((sample) => sample.renewed).length;
  const signs = data.samples.filter((sample) => sample.sign !== null).length;
  return (
    <div className="grid gap-2 p-4">
      <RenewalSparkline samples={data.samples} durationMs={null} width={320} height={32} />
      <p>
        {renewals} renewals, {signs} signs of progress since{" "}
        {new Date(data.watchedSinceAtMs).toLocaleTimeString("en-GB")}
      </p>
      <p className="text-text-muted">BullMQ keeps no history of renewals: it starts when Flowlock began to watch.</p>
    </div>
  );
}
