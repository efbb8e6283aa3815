"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { PageEmpty } from "@/components/page/page-empty";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { useRowKeys } from "@/components/page/use-row-keys";
import { queueLooks } from "@/components/queues/queue-row";
import { countStuck, useQueueLocks } from "@/components/queues/use-queue-locks";
import { Glyph } from "@/components/ui/glyph";
import { Segmented } from "@/components/ui/segmented";
import { stateLooks, toneText } from "@/components/ui/state-looks";
import { queuesHref } from "@/lib/client/links";
import { queuesQuery } from "@/lib/client/queries";
import type { QueuesPage } from "@/lib/contract/flow-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { countOf } from "@/lib/core/job-label";
import { splitQueue } from "@/lib/core/job-ref";
import { queueStates } from "@/lib/core/job-state";
import type { QueueState } from "@/lib/core/job-state";
import { queueSentence } from "@/lib/core/queue-sentence";

import { QueueJobs } from "./queue-jobs";
import { QueueLocks } from "./queue-locks";
import { QueueWorkers } from "./queue-workers";
import { ResumeQueue } from "./resume-queue";
import { useQueueState } from "./use-queue-state";

type QueuePageProps = { readonly conn: string; readonly queue: string };
type KnownQueue = QueuesPage["queues"][number];

/** One queue: what it does in a sentence, then its jobs by state. */
export function QueuePage({ conn, queue }: QueuePageProps): ReactNode {
  const query = useQuery(queuesQuery(conn));
  const { state, part, change } = useQueueState();
  const showState = (next: QueueState): void => change({ state: next === "active" ? null : next });
  useRowKeys();
  const { prefix, name } = splitQueue(queue);
  const known = query.data?.queues.find((one) => one.queue === queue);
  const locks = useQueueLocks(conn).get(queue) ?? [];
  if (query.data === undefined && query.error !== null)
    return <PageTrouble what="The queue" error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <title>{`${name} — Flowlock`}</title>
      <PageHead
        title={<bdi className="wrap-anywhere">{name}</bdi>}
        note={
          known === undefined ? (
            <bdi className="mono-code">{prefix}</bdi>
          ) : (
            <QueueFacts queue={known} stuck={countStuck(locks)} />
          )
        }
      >
        {known?.paused === true ? <ResumeQueue conn={conn} queue={queue} /> : null}
      </PageHead>
      {query.data !== undefined && known === undefined ? (
        <PageEmpty title="This queue is not in Redis.">
          <p>It may be spelled differently, or have no job and no worker any more.</p>
          <Link href={queuesHref(conn)} className="text-accent hover:underline">
            All queues
          </Link>
        </PageEmpty>
      ) : (
        <>
          <div role="search" className="flex flex-none flex-wrap items-center gap-2 px-6 pb-3 max-md:px-4">
            <Segmented
              label="Parts of the queue"
              value={part}
              onChange={(next) => change({ part: next === "jobs" ? null : next })}
              segments={[
                { id: "jobs", label: "Jobs" },
                { id: "locks", label: "Locks", count: locks.length },
                { id: "workers", label: "Workers", count: known?.workers ?? undefined },
              ]}
            />
            {part === "jobs" ? (
              <Segmented
                label="Jobs by state"
                value={state}
                onChange={showState}
                segments={queueStates.map((id) => ({ id, label: stateLooks[id].word, count: known?.counts[id] }))}
              />
            ) : null}
          </div>
          {part === "jobs" ? (
            <QueueJobs conn={conn} queue={queue} state={state} counts={known?.counts} onState={showState} />
          ) : null}
          {part === "locks" ? <QueueLocks conn={conn} queue={queue} /> : null}
          {part === "workers" ? <QueueWorkers conn={conn} queue={queue} /> : null}
        </>
      )}
    </>
  );
}

function QueueFacts({ queue, stuck }: { readonly queue: KnownQueue; readonly stuck: number }): ReactNode {
  const { workers, limits, oldestWaitingMs, bullmqVersion, prefix } = queue;
  const { mood, text } = queueSentence({ ...queue, rateLimitedForMs: limits.rateLimitedForMs, stuck });
  const looks = queueLooks[mood];
  const facts = [
    workers === null ? "workers unknown" : countOf(workers, "worker"),
    limits.concurrency === null ? null : `${countOf(limits.concurrency, "job")} at once`,
    oldestWaitingMs === null ? null : `oldest waits ${formatDuration(oldestWaitingMs)}`,
    bullmqVersion === null ? null : bullmqText(bullmqVersion),
    `prefix ${prefix}`,
  ].filter((fact) => fact !== null);
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1 wrap-anywhere">
      <Glyph name={looks.glyph} className={toneText[looks.tone]} />
      <span className="text-text">{text}</span>
      <span>{facts.join(" · ")}</span>
    </span>
  );
}

/** Some versions of BullMQ store a number alone, some their name before it. */
function bullmqText(version: string): string {
  return /^[\d.]/.test(version) ? `BullMQ ${version}` : version;
}
