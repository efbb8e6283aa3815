import type { ReactNode } from "react";

import { LockCard } from "@/components/lock/lock-card";
import { StateChip } from "@/components/ui/chip";
import { damageWords } from "@/components/ui/damage-words";
import { FactTable } from "@/components/ui/fact-table";
import type { JobDetail } from "@/lib/contract/job-schemas";
import type { FlowNode, FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import type { JobRef } from "@/lib/core/job-ref";

import { attemptFacts, parentFacts, timeFacts } from "./detail-facts";
import { PanelBlock } from "./panel-block";

/** Which job it is, how it is, and what went wrong with it. */
export function JobTitle({ node }: { readonly node: FlowNode }): ReactNode {
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 text-16 font-semibold wrap-anywhere">{jobLabel(node.job)}</h2>
        <StateChip state={node.state} verdict={node.verdict} cause={node.cause} />
      </div>
      {node.failedReason === null ? null : (
        <p className="mono-code max-h-32 overflow-y-auto wrap-anywhere whitespace-pre-wrap text-failed">
          {node.failedReason}
        </p>
      )}
      {node.damaged.length === 0 ? null : (
        <p role="note" className="text-suspect">
          {damageWords(node.damaged)} It is shown as far as it can be read.
        </p>
      )}
    </>
  );
}

type Props = {
  readonly conn: string;
  readonly view: FlowView;
  readonly detail: FlowNode & Pick<JobDetail, "timestamps">;
  readonly onSelect: (ref: JobRef) => void;
};

/** Its lock, its parent and policy, its attempts and its times. */
export function JobFacts({ conn, view, detail, onSelect }: Props): ReactNode {
  return (
    <>
      {detail.lock === null ? null : (
        <PanelBlock title="Lock">
          <LockCard conn={conn} lock={detail.lock} readAtMs={view.readAtMs} />
        </PanelBlock>
      )}
      <PanelBlock title="Parent and policy">
        <FactTable facts={parentFacts(detail, view, onSelect)} />
      </PanelBlock>
      <PanelBlock title="Attempts">
        <FactTable facts={attemptFacts(detail)} />
      </PanelBlock>
      <PanelBlock title="Times" note="UTC">
        <FactTable facts={timeFacts(detail, view.readAtMs)} />
      </PanelBlock>
    </>
  );
}
