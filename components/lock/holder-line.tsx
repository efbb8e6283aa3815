"use client";

import Link from "next/link";
import type { ReactNode } from "react";

import { workerHref } from "@/lib/client/links";
import { formatDuration } from "@/lib/core/format-duration";
import { countOf } from "@/lib/core/job-label";
import type { LockState } from "@/lib/core/lock-state";

import { hostOf, useHolder } from "./use-holder";

type HolderLineProps = {
  readonly conn: string;
  readonly lock: LockState;
  /** Also since when it is connected, and what else it holds; the name then leads to the worker's page. */
  readonly full?: boolean;
  /** The name alone. */
  readonly brief?: boolean;
  readonly className?: string;
};

/** The worker that holds a lock and its host; unnamed, the beginning of its id. */
export function HolderLine({ conn, lock, full = false, brief = false, className = "" }: HolderLineProps): ReactNode {
  const worker = useHolder(conn, lock);
  const { holder, workerId } = lock;
  if (holder === null || holder === "")
    return (
      <p
        className={`truncate text-text-muted ${className}`}
        title={`Give workers a name to see it here. Worker ${workerId}`}
      >
        Unnamed worker <span className="mono-code">{workerId.slice(0, 4)}…</span>
      </p>
    );
  const address = worker?.address ?? null;
  return (
    <p className={`truncate ${full ? "whitespace-normal wrap-anywhere" : ""} ${className}`} title={holder}>
      {full && worker !== null ? (
        <Link href={workerHref(conn, worker.id)} prefetch={false} className="text-accent hover:underline">
          <bdi>{holder}</bdi>
        </Link>
      ) : (
        <bdi>{holder}</bdi>
      )}
      {address === null || brief ? null : (
        <>
          {" "}
          <span className="mono-code text-text-muted">{hostOf(address)}</span>
        </>
      )}
      {full && worker !== null ? <span className="text-text-muted">{moreOf(worker, lock)}</span> : null}
    </p>
  );
}

type Worker = NonNullable<ReturnType<typeof useHolder>>;

function moreOf({ connectedMs, locks, suspects }: Worker, { verdict }: LockState): string {
  const others = Math.max(0, locks - 1);
  const otherSuspects = suspects - (verdict === "normal" || verdict === "slow" ? 0 : 1);
  const held = others === 0 ? "no other lock" : countOf(others, "other lock");
  const bad = otherSuspects <= 0 ? "" : ` (${countOf(otherSuspects, "suspect")})`;
  return `${connectedMs === null ? "" : ` · connected ${formatDuration(connectedMs)}`} · ${held}${bad}`;
}
