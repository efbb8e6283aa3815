"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { useOpenAction } from "@/components/action-dialog/action-dialog-provider";
import { offeredActions } from "@/components/action-dialog/offered-actions";
import { useIsFrozen } from "@/components/snapshot/frozen";
import { Button } from "@/components/ui/button";
import { FactTable } from "@/components/ui/fact-table";
import { isGone } from "@/lib/client/is-gone";
import { jobDetailQuery } from "@/lib/client/queries";
import type { JobDetail } from "@/lib/contract/job-schemas";
import type { FlowView } from "@/lib/core/flow-view";
import type { JobRef } from "@/lib/core/job-ref";

import { DetailKeys } from "./detail-keys";
import { optionFacts } from "./detail-facts";
import { FrozenDetails } from "./frozen-details";
import { JobFacts, JobTitle } from "./job-facts";
import { PanelBlock } from "./panel-block";
import { PanelError } from "./panel-error";
import { PanelSkeleton } from "./panel-skeleton";

type Props = {
  readonly conn: string;
  readonly view: FlowView;
  readonly job: JobRef;
  readonly onSelect: (ref: JobRef) => void;
};

/** Verdict, lock, parent and policy, attempts, times, options and keys of one job, with what can be done to it. */
export function DetailsTab(props: Props): ReactNode {
  return useIsFrozen() ? <FrozenDetails {...props} /> : <LiveDetails {...props} />;
}

function LiveDetails({ conn, view, job, onSelect }: Props): ReactNode {
  const { data, error, refetch } = useQuery(jobDetailQuery(conn, job));
  // Of a job that is gone by now the last answer would go on offering actions.
  if (data === undefined || isGone(error))
    return error === null ? <PanelSkeleton /> : <PanelError error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <JobHead detail={data} />
      <JobFacts conn={conn} view={view} detail={data} onSelect={onSelect} />
      <PanelBlock title="Options that matter">
        <FactTable facts={optionFacts(data)} />
      </PanelBlock>
      <DetailKeys keys={data.keys} raw={data.raw} />
    </>
  );
}

function JobHead({ detail }: { readonly detail: JobDetail }): ReactNode {
  const openAction = useOpenAction();
  const offered = offeredActions(detail);
  const off = [...new Set(offered.flatMap(({ off: reason }) => reason ?? []))];
  return (
    <div className="grid gap-2 p-4">
      <JobTitle node={detail} />
      <div className="flex flex-wrap gap-2">
        {offered.map(({ action, label, off: reason, options }) => (
          <Button
            key={action}
            disabled={reason !== null}
            title={reason ?? undefined}
            onClick={() => openAction(action, detail.job, options)}
          >
            {label}
          </Button>
        ))}
      </div>
      {off.map((reason) => (
        <p key={reason} className="text-12 text-text-muted">
          {reason}
        </p>
      ))}
    </div>
  );
}
