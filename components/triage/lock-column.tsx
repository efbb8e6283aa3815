import type { ReactNode } from "react";

import { HolderLine } from "@/components/lock/holder-line";
import { LockTrace } from "@/components/lock/lock-trace";
import { HeldBar } from "@/components/ui/held-bar";
import { LockRing } from "@/components/ui/lock-ring";
import { columnFact } from "@/lib/core/column-fact";
import type { ColumnQueue } from "@/lib/core/column-fact";
import type { Culprit } from "@/lib/core/diagnosis";
import { formatRoundDuration } from "@/lib/core/format-duration";

type LockColumnProps = {
  readonly conn: string;
  readonly culprit: Culprit;
  readonly queue: ColumnQueue | null;
  readonly readAtMs: number;
  readonly stale: boolean;
};

/** Lock and holder of a culprit in three lines; where there is no lock, the one fact that tells the most. */
export function LockColumn({ conn, culprit, queue, readAtMs, stale }: LockColumnProps): ReactNode {
  const { lock, job, severity } = culprit;
  if (lock === null) {
    const { title, text, code, note } = columnFact(culprit, queue);
    return (
      <>
        <p className="text-12 leading-5 text-text-muted">{title}</p>
        <p className={`truncate leading-5 ${code ? "mono-code" : "text-12"}`} title={text}>
          {text}
        </p>
        <p className="truncate text-12 leading-5 text-text-muted" title={note}>
          {note}
        </p>
      </>
    );
  }
  return (
    <>
      <div className="flex h-5 items-center gap-2">
        <LockRing ttlMs={lock.ttlMs} durationMs={lock.lockDurationMs.value} readAtMs={readAtMs} stale={stale} />
        {stale ? null : <LockTrace conn={conn} job={job} durationMs={lock.lockDurationMs.value} />}
      </div>
      <div className="flex h-5 items-center gap-2 text-12 text-text-muted">
        <HeldBar
          heldMs={lock.heldMs}
          p95Ms={lock.usualMs?.p95 ?? null}
          tone={severity === "slow" ? "suspect" : "active"}
        />
        <span className="truncate">
          {lock.usualMs === null ? "usual unknown" : `usual ${formatRoundDuration(lock.usualMs.p50)}`}
        </span>
      </div>
      <HolderLine conn={conn} lock={lock} className="text-12 leading-5" />
    </>
  );
}
