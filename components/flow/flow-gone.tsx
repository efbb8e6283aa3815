"use client";

import Link from "next/link";

import type { LastSnapshotProps } from "@/components/share/last-snapshot";
import { loadShareCode } from "@/components/share/load-share-code";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { ApiError } from "@/lib/client/fetch-json";
import { isGone } from "@/lib/client/is-gone";
import { flowsHref, triageHref } from "@/lib/client/links";
import { jobLabel } from "@/lib/core/job-label";
import { splitQueue } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

type Props = {
  readonly conn: string;
  readonly job: JobRef;
  readonly error: Error;
  readonly onRetry: () => void;
};

const Last = lazyPart<LastSnapshotProps>(
  () => loadShareCode().then(({ LastSnapshot }) => LastSnapshot),
  // It is more than was asked for: the page says what it has to say without it.
  { failed: () => null },
);

const idCharactersMax = 500;

/** A flow that can't be shown: gone from Redis, or Redis or the server does not answer. */
export function FlowGone({ conn, job, error, onRetry }: Props) {
  const gone = isGone(error);
  const { prefix, name } = splitQueue(job.queue);
  return (
    <div className="mx-auto grid w-full max-w-[560px] gap-3 p-6 pt-16" role="alert">
      <title>{`${jobLabel({ id: job.id, name: null })} — Flowlock`}</title>
      <h1 className="text-20 font-semibold tracking-[-0.015em]">
        {gone ? "This flow is not in Redis any more." : "This flow can't be read now."}
      </h1>
      <p>
        {gone
          ? "It may have been removed after completing (removeOnComplete), or its queue or id is spelled differently."
          : error instanceof ApiError
            ? error.message
            : "The server can't be reached. Trying again every few seconds."}
      </p>
      <p className="mono-code wrap-anywhere text-text-muted">
        {prefix}:{name} #{job.id.slice(0, idCharactersMax)}
      </p>
      {error instanceof ApiError && !gone && <p className="mono-code text-text-muted">Request {error.requestId}</p>}
      <Last conn={conn} root={job} />
      <div className="flex items-center gap-4">
        <Button onClick={onRetry}>Try again</Button>
        <Link className="text-accent hover:underline" href={flowsHref(conn)}>
          All flows
        </Link>
        <Link className="text-accent hover:underline" href={triageHref(conn)}>
          Triage
        </Link>
      </div>
    </div>
  );
}
