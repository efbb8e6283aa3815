"use client";

import { useQuery } from "@tanstack/react-query";

import { HeldBar } from "@/components/ui/held-bar";
import { LockRing } from "@/components/ui/lock-ring";
import { RenewalSparkline } from "@/components/ui/renewal-sparkline";
import { lockTraceQuery } from "@/lib/client/queries";
import { formatDuration } from "@/lib/core/format-duration";
import type { LockState } from "@/lib/core/lock-state";

const traceWidthPx = 48;
/** Characters of the lock's time and its holder's name that fit beside the renewals; longer ones are worth more. */
const wordsRoom = 11;

type Props = {
  readonly conn: string;
  readonly lock: LockState;
  readonly readAtMs: number;
  readonly traced: boolean;
};

/** The third row of a lock's holder: what is left of the lock, its renewals, how long it is held, and by whom. */
export function LockRow({ conn, lock, readAtMs, traced }: Props) {
  const holder = lock.holder ?? `worker ${lock.workerId.slice(0, 4)}`;
  const words = formatDuration(lock.ttlMs).length + holder.length;
  return (
    <div className="card-row card-lock">
      <LockRing ttlMs={lock.ttlMs} durationMs={lock.lockDurationMs.value} readAtMs={readAtMs} brief />
      {traced && words <= wordsRoom && <Trace conn={conn} lock={lock} />}
      <span className="card-held">
        <span className="mono">{formatDuration(lock.heldMs)}</span>
        <HeldBar
          heldMs={lock.heldMs}
          p95Ms={lock.usualMs?.p95 ?? null}
          tone={lock.verdict === "probably-stuck" ? "stuck" : "active"}
          width={52}
          height={3}
        />
      </span>
      <span className="card-holder" title={holder}>
        {holder}
      </span>
    </div>
  );
}

function Trace({ conn, lock }: { readonly conn: string; readonly lock: LockState }) {
  const { data } = useQuery(lockTraceQuery(conn, lock.job));
  if (data === undefined) return <span className="w-12 flex-none" />;
  return (
    <RenewalSparkline
      samples={data.samples}
      durationMs={lock.lockDurationMs.value}
      width={traceWidthPx}
      spanMs={traceSpanMs(lock.lockDurationMs.value)}
    />
  );
}

/** Six pixels a renewal (every half of the lock's duration), and never so little that samples stand alone. */
function traceSpanMs(durationMs: number | null): number {
  return Math.max(60_000, ((traceWidthPx / 6) * (durationMs ?? 30_000)) / 2);
}
