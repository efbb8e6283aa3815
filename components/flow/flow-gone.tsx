"use client";

import Link from "next/link";

import { Button } from "@/components/ui/button";
import type { ApiError } from "@/lib/client/fetch-json";
import { flowsHref, triageHref } from "@/lib/client/links";
import { jobLabel } from "@/lib/core/job-label";
import { splitQueue } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

type Props = {
  readonly conn: string;
  readonly job: JobRef;
  readonly error: ApiError | null;
  readonly onRetry: () => void;
};

/** A flow that can't be shown: gone from Redis, or Redis or the server does not answer. */
export function FlowGone({ conn, job, error, onRetry }: Props) {
  const gone = error?.code === "flow-not-found" || error?.code === "job-not-found" || error?.code === "queue-not-found";
  return (
    <div className="mx-auto grid max-w-[560px] gap-3 p-8" role="alert">
      <title>{`${jobLabel({ id: job.id, name: null })} — Flowlock`}</title>
      <h1 className="text-[20px] leading-7 font-semibold">
        {gone ? "This flow is not in Redis any more." : "This flow can't be read now."}
      </h1>
      <p>
        {gone
          ? "It may have been removed after completing (removeOnComplete), or its id or queue is spelled differently."
          : (error?.message ?? "The server can't be reached.")}
      </p>
      <p className="font-mono text-[12px] break-all text-text-muted">
        {splitQueue(job.queue).prefix}:{splitQueue(job.queue).name} #{job.id.slice(0, 500)}
      </p>
      {error !== null && !gone && <p className="font-mono text-[12px] text-text-muted">Request {error.requestId}</p>}
      <div className="flex gap-2">
        <Button onClick={onRetry}>Try again</Button>
        <Link className="btn-link" href={flowsHref(conn)}>
          All flows
        </Link>
        <Link className="btn-link" href={triageHref(conn)}>
          Triage
        </Link>
      </div>
    </div>
  );
}
