import type { ReactNode } from "react";

import { agoText } from "@/components/page/clock";
import { SelectBox } from "@/components/bulk/select-box";
import { GridCell, GridRow } from "@/components/page/grid-table";
import { MutedMark } from "@/components/limits/muted-mark";
import { LockTrace } from "@/components/lock/lock-trace";
import { Chip } from "@/components/ui/chip";
import { Glyph } from "@/components/ui/glyph";
import { HeldBar } from "@/components/ui/held-bar";
import { JobName } from "@/components/ui/job-name";
import { LockRing } from "@/components/ui/lock-ring";
import { toneText, verdictLooks } from "@/components/ui/state-looks";
import { formatDuration, formatRoundDuration } from "@/lib/core/format-duration";
import { countOf, queueLabel } from "@/lib/core/job-label";
import type { LockState } from "@/lib/core/lock-state";
import type { Verdict } from "@/lib/core/verdict";

const wide = "max-xl:hidden";

export const lockColumns = [
  { id: "verdict", label: "Verdict" },
  { id: "score", label: "Score", end: true, className: wide },
  { id: "job", label: "Job" },
  { id: "queue", label: "Queue", className: wide },
  { id: "held", label: "Held" },
  { id: "usual", label: "Usual p50 / p95", className: wide },
  { id: "ttl", label: "TTL" },
  { id: "renewals", label: "Renewals, 2 min", className: wide },
  { id: "progress", label: "Last progress", className: wide },
  { id: "holder", label: "Holder" },
  { id: "blocks", label: "Blocks" },
  { id: "blocked", label: "Blocked time", end: true, className: wide },
] as const;

export const lockTemplate =
  "md:gap-x-3 md:grid-cols-[124px_minmax(0,1fr)_140px_68px_96px_108px] xl:gap-x-2.5 xl:grid-cols-[120px_34px_minmax(0,1fr)_68px_112px_104px_56px_96px_80px_80px_92px_80px]";

type LockRowProps = {
  readonly conn: string;
  readonly lock: LockState;
  readonly readAtMs: number;
  readonly stale: boolean;
  readonly blockedMs: number;
  readonly onOpen: () => void;
};

/** One held lock: what we think of it, and every reading that the verdict stands on. */
export function LockRow({ conn, lock, readAtMs, stale, blockedMs, onOpen }: LockRowProps): ReactNode {
  const { job, verdict, heldMs, usualMs, renewals, lastSignAtMs } = lock;
  return (
    <GridRow template={lockTemplate}>
      <SelectBox job={job} inTable />
      <GridCell className="flex items-center max-md:order-1">
        <VerdictMark verdict={verdict} />
      </GridCell>
      <GridCell className={`mono text-right ${wide}`}>{Math.round(lock.score)}</GridCell>
      <GridCell className="flex min-w-0 flex-col leading-4 max-md:order-first max-md:col-span-2">
        <JobButton lock={lock} onOpen={onOpen} />
        <MutedMark conn={conn} job={job} nowMs={readAtMs} line />
      </GridCell>
      <GridCell className={`truncate text-text-muted ${wide}`}>
        <bdi title={job.queue}>{queueLabel(job.queue)}</bdi>
      </GridCell>
      <GridCell className="flex items-center gap-2 max-md:order-2">
        <HeldBar heldMs={heldMs} p95Ms={usualMs?.p95 ?? null} tone="active" width={48} />
        <span className="mono whitespace-nowrap">{formatDuration(heldMs)}</span>
      </GridCell>
      <GridCell className={`mono whitespace-nowrap text-text-muted ${wide}`}>
        {usualMs === null ? "no history" : `${formatRoundDuration(usualMs.p50)} / ${formatRoundDuration(usualMs.p95)}`}
      </GridCell>
      <GridCell className="flex items-center max-md:order-3">
        <LockRing ttlMs={lock.ttlMs} durationMs={lock.lockDurationMs.value} readAtMs={readAtMs} stale={stale} brief />
      </GridCell>
      <GridCell className={`flex items-center gap-2 ${wide}`}>
        <LockTrace conn={conn} job={job} durationMs={lock.lockDurationMs.value} width={48} />
        <span className="mono ml-auto whitespace-nowrap">
          {renewals.atLeast === 0 ? "0" : `≥ ${renewals.atLeast.toLocaleString("en-US")}`}
        </span>
      </GridCell>
      <GridCell className={`mono whitespace-nowrap text-text-muted ${wide}`}>
        {lastSignAtMs === null ? "never" : agoText(readAtMs - lastSignAtMs)}
      </GridCell>
      <GridCell className="truncate max-md:order-4 max-md:text-right">
        <Holder lock={lock} />
      </GridCell>
      <GridCell className="whitespace-nowrap max-md:hidden">
        <Blocks blocks={lock.blocks} />
      </GridCell>
      <GridCell className={`mono text-right whitespace-nowrap ${wide}`}>
        {blockedMs === 0 ? "" : formatDuration(blockedMs)}
      </GridCell>
    </GridRow>
  );
}

/** Only what is not normal is a chip: thirty quiet chips would hide the two loud ones. */
function VerdictMark({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const looks = verdictLooks[verdict];
  if (verdict !== "normal") return <Chip looks={looks} />;
  return (
    <span className="flex items-center gap-1 pl-1 text-12 text-text-muted">
      <Glyph name={looks.glyph} size={14} className={toneText[looks.tone]} />
      {looks.word}
    </span>
  );
}

/** Opens the lock's drawer; its hit area is the whole row. */
function JobButton({ lock: { job }, onOpen }: Pick<LockRowProps, "lock" | "onOpen">): ReactNode {
  return (
    <button type="button" data-row="" aria-haspopup="dialog" onClick={onOpen} className="row-link flex w-full min-w-0">
      <JobName name={job.name} id={job.id} nameClassName="font-medium" />
    </button>
  );
}

function Holder({ lock: { holder, workerId } }: Pick<LockRowProps, "lock">): ReactNode {
  if (holder !== null) return <bdi title={holder}>{holder}</bdi>;
  return (
    <span className="text-text-muted" title="Give workers a name to see it here.">
      Unnamed <span className="mono-code">{workerId.slice(0, 4)}…</span>
    </span>
  );
}

function Blocks({ blocks: { jobs, flows } }: Pick<LockState, "blocks">): ReactNode {
  if (jobs === 0) return <span className="text-text-muted">nothing</span>;
  return `${countOf(jobs, "job")}, ${countOf(flows, "flow")}`;
}
