"use client";

import type { ReactNode } from "react";

import { agoText } from "@/components/page/clock";
import { FactTable } from "@/components/ui/fact-table";
import { Glyph } from "@/components/ui/glyph";
import { HeldBar } from "@/components/ui/held-bar";
import { LockRing } from "@/components/ui/lock-ring";
import { useIsStale } from "@/lib/client/use-live-status";
import { formatDuration, formatRoundDuration } from "@/lib/core/format-duration";
import { countOf } from "@/lib/core/job-label";
import type { LockState } from "@/lib/core/lock-state";
import { clockOffText } from "@/lib/core/worker-clock";

import { HolderLine } from "./holder-line";
import { RenewalTrace } from "./renewal-trace";

type LockCardProps = { readonly conn: string; readonly lock: LockState; readonly readAtMs: number };

/** Everything about one held lock: what is left, how long it is held, who renews it, and the last sign of progress. */
export function LockCard({ conn, lock, readAtMs }: LockCardProps): ReactNode {
  const stale = useIsStale(conn);
  const { heldMs, usualMs, lastSignAtMs, lockDurationMs } = lock;
  const duration = lockDurationMs.value;
  return (
    <FactTable
      facts={[
        [
          "Lock left",
          <span key="ttl" className="flex flex-wrap items-center gap-x-2">
            <LockRing ttlMs={lock.ttlMs} durationMs={duration} readAtMs={readAtMs} stale={stale} />
            {duration === null || stale ? null : (
              <span className="text-text-muted">
                of {formatDuration(duration)}
                {lockDurationMs.observed ? "" : " (assumed)"}
              </span>
            )}
          </span>,
        ],
        [
          "Held for",
          <span key="held" className="flex flex-wrap items-center gap-x-2">
            <span className="mono">{formatDuration(heldMs)}</span>
            <HeldBar heldMs={heldMs} p95Ms={usualMs?.p95 ?? null} tone="active" />
            <span className="text-text-muted">
              {usualMs === null
                ? "no history"
                : `usual ${formatRoundDuration(usualMs.p50)}, 95% within ${formatRoundDuration(usualMs.p95)}`}
            </span>
          </span>,
        ],
        ["Holder", <Holder key="holder" conn={conn} lock={lock} />],
        ["Renewed", renewedText(lock)],
        ["Last progress", lastSignAtMs === null ? "None seen" : agoText(readAtMs - lastSignAtMs)],
        ["Blocks", blocksText(lock)],
        ["Trace", <RenewalTrace key="trace" conn={conn} lock={lock} />],
      ]}
    />
  );
}

/** The worker; and what its clock does, whose instants its jobs are stamped with. */
function Holder({ conn, lock }: Pick<LockCardProps, "conn" | "lock">): ReactNode {
  const off = clockOffText(lock.clockOffMs);
  return (
    <>
      <HolderLine conn={conn} lock={lock} full />
      {off === null ? null : (
        <p className="flex items-start gap-1.5 text-suspect">
          <Glyph name="suspect" size={14} className="mt-0.5 flex-none" />
          Its clock is {off}. Times here are Redis'.
        </p>
      )}
    </>
  );
}

function renewedText({ renewals }: LockState): string {
  const times = Math.max(renewals.atLeast, renewals.observed);
  return times === 0 ? "No renewal seen yet" : `At least ${countOf(times, "time")}`;
}

function blocksText({ blocks: { jobs, flows } }: LockState): string {
  return jobs === 0 ? "Nothing" : `${countOf(jobs, "job")} in ${countOf(flows, "flow")}`;
}
