"use client";

import type { ReactNode } from "react";

import { LockCard } from "@/components/lock/lock-card";
import { StateChip } from "@/components/ui/chip";
import { damageWords } from "@/components/ui/damage-words";
import { FactTable } from "@/components/ui/fact-table";
import type { FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { attemptFacts, parentFacts, timeFacts } from "./detail-facts";
import { PanelBlock } from "./panel-block";

type Props = {
  readonly conn: string;
  readonly view: FlowView;
  readonly job: JobRef;
  readonly onSelect: (ref: JobRef) => void;
};

/** What a snapshot holds of one job: verdict, lock, parent, attempts and times. Options, keys and data are not kept. */
export function FrozenDetails({ conn, view, job, onSelect }: Props): ReactNode {
  const node = view.nodes.find((one) => sameJob(one.job, job));
  if (node === undefined) return <p className="p-4 text-text-muted">The snapshot does not hold this job.</p>;
  return (
    <>
      <div className="grid gap-2 p-4">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="min-w-0 text-16 font-semibold wrap-anywhere">{jobLabel(node.job)}</h2>
          <StateChip state={node.state} verdict={node.verdict} cause={node.cause} />
        </div>
        {node.failedReason === null ? null : (
          <p className="mono-code wrap-anywhere whitespace-pre-wrap text-failed">{node.failedReason}</p>
        )}
        {node.damaged.length === 0 ? null : (
          <p role="note" className="text-suspect">
            {damageWords(node.damaged)}
          </p>
        )}
      </div>
      {node.lock === null ? null : (
        <PanelBlock title="Lock">
          <LockCard conn={conn} lock={node.lock} readAtMs={view.readAtMs} />
        </PanelBlock>
      )}
      <PanelBlock title="Parent and policy">
        <FactTable facts={parentFacts(node, view, onSelect)} />
      </PanelBlock>
      <PanelBlock title="Attempts">
        <FactTable facts={attemptFacts(node)} />
      </PanelBlock>
      <PanelBlock title="Times" note="UTC">
        <FactTable
          facts={timeFacts(
            { ...node, timestamps: { createdAtMs: node.createdAtMs, delayUntilAtMs: null } },
            view.readAtMs,
          )}
        />
      </PanelBlock>
      <p className="p-4 text-12 text-text-muted">Options, keys and job data are not kept in a snapshot.</p>
    </>
  );
}
