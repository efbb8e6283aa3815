import Link from "next/link";
import type { ReactNode } from "react";

import { SelectBox } from "@/components/bulk/select-box";
import { MutedMark } from "@/components/limits/muted-mark";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { severityLooks, toneText } from "@/components/ui/state-looks";
import { culpritReason } from "@/lib/core/culprit-reason";
import { formatDuration } from "@/lib/core/format-duration";
import { jobLabel, queueLabel } from "@/lib/core/job-label";
import { isQueueCause } from "@/lib/core/queue-causes";

import { ChainCrumbs } from "./chain-crumbs";
import { investigateHref } from "./investigate-href";
import { LockColumn } from "./lock-column";
import { rowKey } from "./row-key";
import { RowMenu } from "./row-menu";
import { statusOf } from "./status-of";
import type { RowProps } from "./triage-section";

/** Glyph 20 · text · lock 248 · blocked time 104 · actions 132. */
export const triageColumns =
  "md:grid md:gap-x-5 md:grid-cols-[20px_minmax(0,1fr)_104px_132px] xl:grid-cols-[20px_minmax(0,1fr)_248px_104px_132px]";

/** One culprit in three lines, 92 px high; the whole row opens its flow. Not on phones. */
export function TriageRow(props: RowProps): ReactNode {
  const { conn, culprit, readAtMs, stale, queues } = props;
  const { job, severity, blockedMs, cause } = culprit;
  const looks = severityLooks[severity];
  const ofQueue = isQueueCause(cause);
  const queue = queues.get(job.queue) ?? null;
  const status = statusOf(culprit, queue);
  const href = investigateHref(conn, culprit);
  const reason = culpritReason(culprit, readAtMs);
  return (
    <div className={`relative hidden h-23 items-center px-6 hover:bg-bg-subtle ${triageColumns}`}>
      <span aria-hidden="true" className="absolute top-0 right-6 left-14 border-t group-first/row:hidden" />
      {ofQueue ? null : <SelectBox job={job} />}
      <Glyph name={looks.glyph} size={20} className={`mt-[18px] self-start ${toneText[looks.tone]}`} />
      <div className="-ml-2 min-w-0">
        <p className="flex h-5 min-w-0 items-center gap-2 whitespace-nowrap">
          <Link
            href={href}
            data-row={rowKey(culprit)}
            className="min-w-0 truncate text-14 font-semibold tracking-[-0.005em] after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            title={ofQueue ? queueLabel(job.queue) : jobLabel(job)}
          >
            <bdi>{ofQueue ? queueLabel(job.queue) : (job.name ?? `#${job.id}`)}</bdi>
          </Link>
          {ofQueue || job.name === null ? null : (
            <bdi className="mono-code max-w-48 min-w-[5ch] shrink-[9999] truncate text-text-muted" title={job.id}>
              #{job.id}
            </bdi>
          )}
          <span className="min-w-0 truncate text-text-muted">{ofQueue ? "queue" : queueLabel(job.queue)}</span>
          {status === null ? null : (
            <>
              <span aria-hidden="true" className="text-text-muted">
                ·
              </span>
              <span className="flex-none font-medium">{status}</span>
            </>
          )}
          {ofQueue ? null : <MutedMark conn={conn} job={job} nowMs={readAtMs} />}
        </p>
        <p className="truncate" title={reason}>
          {reason}
        </p>
        <ChainCrumbs culprit={culprit} />
      </div>
      <div className="min-w-0 max-xl:hidden">
        <LockColumn conn={conn} culprit={culprit} queue={queue} readAtMs={readAtMs} stale={stale} />
      </div>
      <p className="text-right font-mono text-16 leading-5 font-medium tracking-[-0.03em] whitespace-nowrap tabular-nums [word-spacing:-0.22em]">
        <span className="sr-only">Blocked time </span>
        {blockedMs === 0 ? "–" : formatDuration(blockedMs)}
      </p>
      <div className="relative z-1 flex justify-end gap-1">
        <Button asChild>
          <Link href={href} aria-label={`Investigate ${ofQueue ? queueLabel(job.queue) : jobLabel(job)}`}>
            Investigate
          </Link>
        </Button>
        <RowMenu {...props} />
      </div>
    </div>
  );
}
