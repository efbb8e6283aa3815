"use client";

import { ChildBar } from "@/components/ui/child-bar";
import { StateChip } from "@/components/ui/chip";
import { Glyph } from "@/components/ui/glyph";
import { JobName } from "@/components/ui/job-name";
import type { FlowNode, FlowView } from "@/lib/core/flow-view";
import { formatDuration } from "@/lib/core/format-duration";
import { jobLabel } from "@/lib/core/job-label";
import type { JobRef } from "@/lib/core/job-ref";

import { toStateCounts } from "./to-state-counts";

type Props = {
  readonly conn: string;
  readonly view: FlowView;
  readonly root: FlowNode | null;
  readonly onJump: (ref: JobRef) => void;
};

/** Which flow this is, how far its children are, and what blocks it. */
export function FlowHeader({ view, root, onJump }: Props) {
  const culprit = view.diagnosis.culprits[0];
  const created = root?.lock === null || root === null ? null : root.lock.heldMs;
  return (
    <header className="flow-header">
      <h1 className="min-w-0 truncate text-[16px] leading-6 font-semibold">
        <JobName name={root?.job.name ?? null} id={view.root.id} />
      </h1>
      {root !== null && <StateChip state={root.state} verdict={root.verdict} cause={root.cause} />}
      {created !== null && <span className="text-text-muted max-md:hidden">held {formatDuration(created)}</span>}
      {root !== null && <ChildCounts node={root} />}
      <span className="grow" />
      {view.diagnosis.blocked && culprit !== undefined && (
        <button type="button" className="flow-pill" onClick={() => onJump(culprit.job)}>
          <Glyph
            name={culprit.severity === "stuck" ? "stuck" : culprit.severity === "dead-end" ? "dead-end" : "blocked"}
            size={16}
          />
          <span className="truncate">Blocked by {jobLabel(culprit.job)}</span>
          <Glyph name="arrow" size={16} />
        </button>
      )}
    </header>
  );
}

function ChildCounts({ node }: { readonly node: FlowNode }) {
  const { processed, unprocessed, ignored, failed } = node.children;
  const total = processed + unprocessed + ignored + failed;
  if (total === 0) return null;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap max-md:hidden">
      <ChildBar counts={toStateCounts(node.children)} />
      <span className="text-text-muted">
        {unprocessed.toLocaleString("en-US")} of {total.toLocaleString("en-US")} children left
      </span>
    </span>
  );
}
