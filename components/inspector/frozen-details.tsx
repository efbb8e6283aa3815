"use client";

import type { ReactNode } from "react";

import type { FlowView } from "@/lib/core/flow-view";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { JobFacts, JobTitle } from "./job-facts";

type Props = {
  readonly conn: string;
  readonly view: FlowView;
  readonly job: JobRef;
  readonly onSelect: (ref: JobRef) => void;
};

/** What a snapshot holds of one job. Options, keys and data are not kept. */
export function FrozenDetails({ conn, view, job, onSelect }: Props): ReactNode {
  const node = view.nodes.find((one) => sameJob(one.job, job));
  if (node === undefined) return <p className="p-4 text-text-muted">The snapshot does not hold this job.</p>;
  const timestamps = { createdAtMs: node.createdAtMs, delayUntilAtMs: null };
  return (
    <>
      <div className="grid gap-2 p-4">
        <JobTitle node={node} />
      </div>
      <JobFacts conn={conn} view={view} detail={{ ...node, timestamps }} onSelect={onSelect} />
      <p className="p-4 text-12 text-text-muted">Options, keys and job data are not kept in a snapshot.</p>
    </>
  );
}
