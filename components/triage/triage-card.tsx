import Link from "next/link";
import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";
import { HeldBar } from "@/components/ui/held-bar";
import { LockRing } from "@/components/ui/lock-ring";
import { severityLooks, toneText } from "@/components/ui/state-looks";
import { culpritReason, culpritStatus } from "@/lib/core/culprit-reason";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import { isQueueCause } from "@/lib/core/queue-causes";

import { ChainCrumbs } from "./chain-crumbs";
import { investigateHref } from "./investigate-href";
import { HolderLine } from "./lock-column";
import { LockTrace } from "./lock-trace";
import type { RowProps } from "./triage-section";

/** A culprit on a phone; the whole card opens its flow. */
export function TriageCard({ conn, culprit, readAtMs }: RowProps): ReactNode {
  const { job, severity, blockedMs, lock, cause } = culprit;
  const looks = severityLooks[severity];
  const ofQueue = isQueueCause(cause);
  const status = ofQueue ? null : culpritStatus(culprit);
  const reason = culpritReason(culprit, readAtMs);
  return (
    <Link
      href={investigateHref(conn, culprit)}
      data-row
      className="block border-t px-4 py-3 outline-offset-[-2px] group-first/row:border-t-0 md:hidden"
    >
      <p className="flex min-h-5 items-center gap-2 whitespace-nowrap">
        <Glyph name={looks.glyph} className={toneText[looks.tone]} />
        <bdi className="min-w-0 truncate text-14 font-semibold">
          {ofQueue ? queueLabel(job.queue) : (job.name ?? `#${job.id}`)}
        </bdi>
        {ofQueue || job.name === null ? null : (
          <bdi className="mono-code min-w-0 truncate text-text-muted">#{job.id}</bdi>
        )}
        <span className="min-w-0 truncate text-text-muted">{ofQueue ? "queue" : queueLabel(job.queue)}</span>
        <span className="mono ml-auto pl-2 text-14 font-medium">
          {blockedMs === 0 ? "" : formatDuration(blockedMs)}
        </span>
      </p>
      <div className="pl-6">
        <p className="my-0.5 wrap-anywhere">
          {status === null ? "" : `${status.charAt(0).toUpperCase()}${status.slice(1)}. `}
          {reason}
        </p>
        <ChainCrumbs culprit={culprit} />
        {lock === null ? null : (
          <div className="mt-1 flex items-center gap-2">
            <LockRing ttlMs={lock.ttlMs} durationMs={lock.lockDurationMs.value} readAtMs={readAtMs} />
            <LockTrace conn={conn} job={job} durationMs={lock.lockDurationMs.value} />
            <HeldBar width={60} heldMs={lock.heldMs} p95Ms={lock.usualMs?.p95 ?? null} tone="active" />
            <span className="ml-auto min-w-0">
              <HolderLine lock={lock} />
            </span>
          </div>
        )}
      </div>
    </Link>
  );
}
