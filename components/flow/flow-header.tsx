"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { StateChip } from "@/components/ui/chip";
import { Glyph } from "@/components/ui/glyph";
import { JobName } from "@/components/ui/job-name";
import { severityLooks, toneText } from "@/components/ui/state-looks";
import { jobDetailQuery } from "@/lib/client/queries";
import type { Culprit } from "@/lib/core/diagnosis";
import { formatDuration } from "@/lib/core/format-duration";
import type { FlowNode, FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import type { JobRef } from "@/lib/core/job-ref";

import { ChildCounts } from "./child-counts";

type Props = {
  readonly conn: string;
  readonly view: FlowView;
  readonly root: FlowNode | null;
  readonly onJump: (ref: JobRef) => void;
  /** The actions menu. */
  readonly children: ReactNode;
};

/** Which flow this is, how far its children are, and what blocks it. */
export function FlowHeader({ conn, view, root, onJump, children }: Props) {
  const culprit = view.diagnosis.blocked ? view.diagnosis.culprits[0] : undefined;
  return (
    <header className="flex min-h-12 flex-none items-center gap-4 border-b px-4 whitespace-nowrap max-md:gap-2 max-md:py-1">
      <h1 className="min-w-0 text-16 font-semibold tracking-[-0.01em]">
        <JobName name={root?.job.name ?? null} id={view.root.id} nameClassName="font-semibold" />
      </h1>
      {root !== null && (
        <StateChip state={root.state} verdict={root.verdict} cause={root.cause} className="flex-none" />
      )}
      {root !== null && <Age conn={conn} root={root} readAtMs={view.readAtMs} />}
      {root !== null && <ChildCounts root={root} view={view} />}
      <span className="flex-1" />
      {culprit !== undefined && <BlockedBy culprit={culprit} onJump={onJump} />}
      {children}
    </header>
  );
}

function Age({ conn, root, readAtMs }: { readonly conn: string; readonly root: FlowNode; readonly readAtMs: number }) {
  const { data } = useQuery({
    ...jobDetailQuery(conn, root.job),
    refetchInterval: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const createdAtMs = data?.timestamps.createdAtMs ?? root.createdAtMs;
  if (createdAtMs === null) return null;
  return (
    <span className="text-text-muted tabular-nums max-lg:hidden">
      added {formatDuration(readAtMs - createdAtMs)} ago
    </span>
  );
}

function BlockedBy({ culprit, onJump }: { readonly culprit: Culprit; readonly onJump: (ref: JobRef) => void }) {
  const looks = severityLooks[culprit.severity];
  return (
    <button
      type="button"
      onClick={() => onJump(culprit.job)}
      title={`Blocked by ${jobLabel(culprit.job)} (b)`}
      className="inline-flex h-7 min-w-0 shrink items-center gap-2 rounded-full border border-control px-2.5 font-medium hover:bg-neutral-tint max-md:hidden"
    >
      <Glyph name={looks.glyph} className={toneText[looks.tone]} />
      <span className="flex min-w-0 items-baseline gap-1.5">
        <span className="flex-none max-lg:hidden">Blocked by</span>
        <JobName name={culprit.job.name} id={culprit.job.id} />
      </span>
      <Glyph name="arrow" className="text-text-muted" />
    </button>
  );
}
