"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { agoText, clockText } from "@/components/page/clock";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageEmpty } from "@/components/page/page-empty";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { useRowKeys } from "@/components/page/use-row-keys";
import { Glyph } from "@/components/ui/glyph";
import { ClientsRefused } from "@/components/workers/clients-refused";
import { queueHref, workersHref } from "@/lib/client/links";
import { workerQuery } from "@/lib/client/queries";
import type { WorkerPage as Answer } from "@/lib/contract/flow-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { countOf, queueLabel } from "@/lib/core/job-label";
import { restartText } from "@/lib/core/restart-fate";
import { clockOffText } from "@/lib/core/worker-clock";

import { OccupiedSlots } from "./occupied-slots";
import { WorkerLocks } from "./worker-locks";

type WorkerPageProps = { readonly conn: string; readonly id: string };
type Worker = NonNullable<Answer["worker"]>;

/** One worker: what happens if it is restarted, job by job, and which of its slots ended jobs still hold. */
export function WorkerPage({ conn, id }: WorkerPageProps): ReactNode {
  const query = useQuery(workerQuery(conn, id));
  useRowKeys();
  const { data } = query;
  const name = data?.worker?.name ?? (data?.worker === null ? id : null);
  return (
    <>
      <title>{`${name ?? "Worker"} — Flowlock`}</title>
      <PageHead
        title={name === null ? "Unnamed worker" : <bdi className="wrap-anywhere">{name}</bdi>}
        note={
          data?.worker === undefined || data.worker === null ? (
            " "
          ) : (
            <WorkerFacts conn={conn} worker={data.worker} readAtMs={data.readAtMs} />
          )
        }
      />
      {data === undefined ? (
        query.error === null ? (
          <ListSkeleton label="Loading the worker" />
        ) : (
          <PageTrouble what="The worker" error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : (
        <Body conn={conn} page={data} />
      )}
    </>
  );
}

function Body({ conn, page }: { readonly conn: string; readonly page: Answer }): ReactNode {
  if (!page.available) return <ClientsRefused />;
  if (page.worker === null)
    return (
      <PageEmpty title="This worker is not connected.">
        <p>
          It may have been stopped or restarted since, or go by another name. Checked at {clockText(page.readAtMs)}.
        </p>
        <Link href={workersHref(conn)} className="text-accent hover:underline">
          All workers
        </Link>
      </PageEmpty>
    );
  const clockOff = clockOffText(page.worker.clockOffMs);
  return (
    <>
      {clockOff === null ? null : (
        <p className="flex flex-none items-start gap-2 border-t bg-suspect-tint px-6 py-2 text-suspect max-md:px-4">
          <Glyph name="suspect" size={14} className="mt-0.5 flex-none" />
          Its clock is {clockOff}, so it takes delayed jobs and retries too{" "}
          {(page.worker.clockOffMs ?? 0) > 0 ? "early" : "late"}. Times here are Redis'.
        </p>
      )}
      <section aria-labelledby="restart" className="grid flex-none gap-1 border-t px-6 py-3 max-md:px-4">
        <h2 id="restart" className="text-14 font-semibold">
          If you restart it
        </h2>
        {page.worker.advice === null ? null : (
          <p className="flex items-start gap-2 font-medium wrap-anywhere text-suspect">
            <Glyph name="suspect" size={14} className="mt-0.5 flex-none" />
            {page.worker.advice}
          </p>
        )}
        <p className="max-w-160">{restartText(page.locks, page.occupied.length)}</p>
        <p className="max-w-160 text-12 text-text-muted">
          With BullMQ's default of one stall (<code className="mono-code">maxStalledCount</code>), which Redis does not
          show. A worker that is closed in good order waits for its jobs first, and for a stuck one for ever.
        </p>
      </section>
      <OccupiedSlots conn={conn} occupied={page.occupied} />
      <WorkerLocks conn={conn} page={page} />
    </>
  );
}

type WorkerFactsProps = { readonly conn: string; readonly worker: Worker; readonly readAtMs: number };

function WorkerFacts({ conn, worker, readAtMs }: WorkerFactsProps): ReactNode {
  const { name, id, queues, address, connectedMs, lastSeenAtMs, locks, suspects } = worker;
  const facts = [
    connectedMs === null ? null : `connected ${formatDuration(connectedMs)}`,
    lastSeenAtMs === null ? null : `last seen ${agoText(readAtMs - lastSeenAtMs)}`,
    suspects === 0 ? countOf(locks, "lock") : `${countOf(locks, "lock")}, ${countOf(suspects, "suspect")}`,
    name === null ? "give workers a name to tell them apart" : null,
  ].filter((fact) => fact !== null);
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1 wrap-anywhere">
      <span className="mono-code">{address ?? `client ${id}`}</span>
      <span>{facts.join(" · ")}</span>
      {queues.map((queue) => (
        <Link key={queue} href={queueHref(conn, queue)} className="text-accent hover:underline max-md:py-1.5">
          <bdi>{queueLabel(queue)}</bdi>
        </Link>
      ))}
    </span>
  );
}
