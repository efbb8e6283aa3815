"use client";

import { useQuery } from "@tanstack/react-query";

import { clockText } from "@/components/page/clock";
import { RenewalSparkline } from "@/components/ui/renewal-sparkline";
import { lockTraceQuery } from "@/lib/client/queries";
import type { LockState } from "@/lib/core/lock-state";
import { traceText } from "@/lib/core/trace-text";

const spanMs = 600_000;
const widthPx = 272;
const heightPx = 24;

/** Ten minutes of renewals, with what BullMQ does not keep said: it starts when Flowlock began to watch. */
export function RenewalTrace({ conn, lock }: { readonly conn: string; readonly lock: LockState }) {
  const { data } = useQuery(lockTraceQuery(conn, lock.job));
  const last = data?.samples.at(-1);
  if (data === undefined || last === undefined) return null;
  const shown = data.samples.filter(({ atMs }) => atMs >= last.atMs - spanMs);
  const first = shown[0] ?? last;
  const { counts, span, sinceAtMs } = traceText(shown, data.watchedSinceAtMs);
  const isYoung = last.atMs - first.atMs < spanMs * 0.95;
  return (
    <div className="max-w-[272px] min-w-0 overflow-hidden">
      <RenewalSparkline
        samples={shown}
        durationMs={lock.lockDurationMs.value}
        width={widthPx}
        height={heightPx}
        spanMs={isYoung ? Math.max(60_000, last.atMs - first.atMs) : spanMs}
      />
      <div className="mt-0.5 flex flex-wrap justify-between gap-x-2 text-12 text-text-muted">
        <span>{counts}</span>
        <span className="flex-none">
          {sinceAtMs !== null && isYoung ? `watching since ${clockText(sinceAtMs).slice(0, 5)}` : span}
        </span>
      </div>
    </div>
  );
}
