import type { ReactNode } from "react";

import { HeldBar } from "@/components/ui/held-bar";
import { LockRing } from "@/components/ui/lock-ring";
import type { Culprit } from "@/lib/core/diagnosis";
import { formatRoundDuration } from "@/lib/core/format-duration";
import type { LockState } from "@/lib/core/lock-state";

import { LockTrace } from "./lock-trace";

type LockColumnProps = { readonly conn: string; readonly culprit: Culprit; readonly readAtMs: number };

/** Lock and holder of a culprit in three lines; where there is no lock, what we read instead. */
export function LockColumn({ conn, culprit, readAtMs }: LockColumnProps): ReactNode {
  const { lock, facts, job, severity } = culprit;
  if (lock === null) {
    const known = facts.filter(({ kind }) => kind === "fact").slice(0, 2);
    return (
      <>
        <p className="text-12 leading-5 text-text-muted">What we read</p>
        {known.map(({ text }) => (
          <p key={text} className="truncate text-12 leading-5" title={text}>
            {text}
          </p>
        ))}
      </>
    );
  }
  return (
    <>
      <div className="flex h-5 items-center gap-2">
        <LockRing ttlMs={lock.ttlMs} durationMs={lock.lockDurationMs.value} readAtMs={readAtMs} />
        <LockTrace conn={conn} job={job} durationMs={lock.lockDurationMs.value} />
      </div>
      <div className="flex h-5 items-center gap-2 text-12 text-text-muted">
        <HeldBar
          heldMs={lock.heldMs}
          p95Ms={lock.usualMs?.p95 ?? null}
          tone={severity === "slow" ? "suspect" : "active"}
        />
        {lock.usualMs === null ? "no history" : `usual ${formatRoundDuration(lock.usualMs.p50)}`}
      </div>
      <HolderLine lock={lock} />
    </>
  );
}

/** The worker that holds a lock, by its name or, unnamed, by its id. */
export function HolderLine({ lock }: { readonly lock: LockState }): ReactNode {
  const { holder, workerId } = lock;
  if (holder !== null && holder !== "")
    return (
      <p className="truncate text-12 leading-5" title={holder}>
        {holder}
      </p>
    );
  return (
    <p
      className="truncate text-12 leading-5 text-text-muted"
      title={`Give workers a name to see it here. Worker ${workerId}`}
    >
      Unnamed worker <span className="mono-code">{workerId.slice(0, 4)}…</span>
    </p>
  );
}
