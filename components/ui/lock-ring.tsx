"use client";

import type { ReactNode } from "react";

import { useIsFrozen } from "@/components/snapshot/frozen";
import { useIsOld } from "@/lib/client/use-live-status";
import { formatDuration } from "@/lib/core/format-duration";

type LockRingProps = {
  /** What is left of the lock; `null` or below zero: there is none. */
  readonly ttlMs: number | null;
  readonly durationMs: number | null;
  readonly readAtMs: number;
  /** The data is too old to count on: the ring is grey. */
  readonly stale?: boolean;
  readonly text?: boolean;
  /** Where there is no room for the time that an old reading is of. */
  readonly brief?: boolean;
};

const radius = 8;
const around = 2 * Math.PI * radius;
const assumedDurationMs = 30_000;
const lowShare = 0.4;

/** Remaining time of a lock as a ring of 20 px with its text. Below 40 % it turns to the suspect colour. */
export function LockRing({
  ttlMs,
  durationMs,
  readAtMs,
  stale = false,
  text = true,
  brief = false,
}: LockRingProps): ReactNode {
  const isFrozen = useIsFrozen();
  const old = useIsOld() || stale || isFrozen;
  const held = ttlMs !== null && ttlMs > 0;
  const share = held ? Math.min(1, ttlMs / (durationMs ?? assumedDurationMs)) : 0;
  const label = held ? formatDuration(ttlMs) : "none";
  const colour = old ? "stroke-neutral" : share < lowShare ? "stroke-suspect" : "stroke-active";
  const clock = new Date(readAtMs).toISOString().slice(11, 19);
  const title = `${old ? "was " : ""}${label} left at ${clock} UTC${durationMs === null ? ", lock duration assumed" : ""}`;
  const shown = old ? `was ${label}${brief ? "" : ` at ${clock}`}` : label;
  return (
    <span className="inline-flex flex-none items-center gap-2 align-middle" title={title}>
      <svg aria-hidden="true" width="20" height="20" viewBox="0 0 20 20" fill="none" className="block flex-none">
        {held ? (
          <>
            <circle cx="10" cy="10" r={radius} strokeWidth="3" className="stroke-border" />
            <circle
              cx="10"
              cy="10"
              r={radius}
              strokeWidth="3"
              strokeDasharray={`${share * around} ${around}`}
              transform="rotate(-90 10 10)"
              className={`${colour} transition-[stroke-dasharray] duration-1000 ease-linear`}
            />
          </>
        ) : (
          <circle cx="10" cy="10" r={radius} strokeWidth="1.5" strokeDasharray="3 3.28" className="stroke-neutral" />
        )}
      </svg>
      {text ? <span className={`mono min-w-9 whitespace-nowrap ${old ? "text-text-muted" : ""}`}>{shown}</span> : null}
    </span>
  );
}
