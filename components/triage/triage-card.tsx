import Link from "next/link";
import type { ReactNode } from "react";

import { SelectBox } from "@/components/bulk/select-box";
import { HolderLine } from "@/components/lock/holder-line";
import { LockTrace } from "@/components/lock/lock-trace";
import { MutedMark } from "@/components/limits/muted-mark";
import { Glyph } from "@/components/ui/glyph";
import { HeldBar } from "@/components/ui/held-bar";
import { LockRing } from "@/components/ui/lock-ring";
import { severityLooks, toneText } from "@/components/ui/state-looks";
import { columnFact } from "@/lib/core/column-fact";
import { culpritReason } from "@/lib/core/culprit-reason";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import { isQueueCause } from "@/lib/core/queue-causes";

import { ChainCrumbs } from "./chain-crumbs";
import { investigateHref } from "./investigate-href";
import { rowKey } from "./row-key";
import { RowMenu } from "./row-menu";
import { statusOf } from "./status-of";
import type { RowProps } from "./triage-section";

/** A culprit on a phone; the whole card opens its flow. */
export function TriageCard(props: RowProps): ReactNode {
  const { conn, culprit, readAtMs, queues } = props;
  const { job, severity, blockedMs, cause } = culprit;
  const looks = severityLooks[severity];
  const ofQueue = isQueueCause(cause);
  const status = statusOf(culprit, queues.get(job.queue) ?? null);
  return (
    <div className="relative border-t px-4 pt-3 pb-2 group-first/row:border-t-0 md:hidden">
      {ofQueue ? null : <SelectBox job={job} />}
      <p className="flex min-h-5 items-center gap-2 whitespace-nowrap">
        <Glyph name={looks.glyph} className={toneText[looks.tone]} />
        <Link href={investigateHref(conn, culprit)} data-row={rowKey(culprit)} className="row-link min-w-0 truncate">
          <bdi className="text-14 font-semibold">{ofQueue ? queueLabel(job.queue) : (job.name ?? `#${job.id}`)}</bdi>
        </Link>
        {ofQueue || job.name === null ? null : (
          <bdi className="mono-code min-w-[5ch] shrink-[9999] truncate text-text-muted">#{job.id}</bdi>
        )}
        <span className="min-w-0 shrink-[999] truncate text-text-muted">
          {ofQueue ? "queue" : queueLabel(job.queue)}
        </span>
        <span className="mono ml-auto flex-none pl-2 text-14 font-medium">
          <span className="sr-only">Blocked time </span>
          {blockedMs === 0 ? "" : formatDuration(blockedMs)}
        </span>
      </p>
      <div className="pl-6">
        <p className="my-0.5 wrap-anywhere">{cardText(status, culpritReason(culprit, readAtMs))}</p>
        {ofQueue ? null : <MutedMark conn={conn} job={job} nowMs={readAtMs} className="mb-1" />}
        <ChainCrumbs culprit={culprit} />
        <div className="flex min-h-11 items-center gap-2">
          <CardFact {...props} />
          <span className="relative z-1 -mr-3 ml-auto">
            <RowMenu {...props} />
          </span>
        </div>
      </div>
    </div>
  );
}

/** Status and reason in one text; a failure is told once, with its time and its tries. */
function cardText(status: string | null, reason: string): string {
  if (status === null) return reason;
  const opening = `${status.charAt(0).toUpperCase()}${status.slice(1)}`;
  if (opening.startsWith("Failed") && reason.startsWith("Failed after")) return `${opening} ${reason.slice(7)}`;
  return `${opening}. ${reason}`;
}

/** The last line of a card: its lock and holder, or the one fact that stands for them. */
function CardFact({ conn, culprit, readAtMs, stale, queues }: RowProps): ReactNode {
  const { lock, job } = culprit;
  if (lock === null) {
    const { title, text, code } = columnFact(culprit, queues.get(job.queue) ?? null);
    return (
      <span className="min-w-0 truncate text-12">
        <span className="text-text-muted">{title}</span> <span className={code ? "mono-code" : ""}>{text}</span>
      </span>
    );
  }
  return (
    <>
      <LockRing ttlMs={lock.ttlMs} durationMs={lock.lockDurationMs.value} readAtMs={readAtMs} stale={stale} />
      {stale ? null : <LockTrace conn={conn} job={job} durationMs={lock.lockDurationMs.value} width={72} />}
      {/* The text above says the same; where there is no room for both, the holder's name stays. */}
      <span className="max-[389px]:hidden in-data-selecting:hidden">
        <HeldBar width={48} heldMs={lock.heldMs} p95Ms={lock.usualMs?.p95 ?? null} tone="active" />
      </span>
      <span className="min-w-0 flex-1 text-right text-12">
        <HolderLine conn={conn} lock={lock} brief />
      </span>
    </>
  );
}
