import type { ReactNode } from "react";

import { GridCell, GridRow, GridTable } from "@/components/page/grid-table";
import { PageEmpty } from "@/components/page/page-empty";
import { Chip } from "@/components/ui/chip";
import { verdictLooks } from "@/components/ui/state-looks";
import type { WorkerPage } from "@/lib/contract/flow-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import { failsAtRestart, stallsLeftText } from "@/lib/core/restart-fate";

import { JobLink } from "./job-link";

const columns = [
  { id: "verdict", label: "Verdict" },
  { id: "job", label: "Job" },
  { id: "queue", label: "Queue", className: "max-lg:hidden" },
  { id: "held", label: "Held", end: true },
  { id: "stalls", label: "Stalled", end: true },
  { id: "fate", label: "After a restart" },
] as const;

const template =
  "md:grid-cols-[124px_minmax(0,1fr)_88px_64px_minmax(0,1fr)] lg:grid-cols-[124px_minmax(0,1.2fr)_140px_88px_64px_minmax(0,1.2fr)]";

type WorkerLocksProps = { readonly conn: string; readonly page: WorkerPage };

/** The locks that a worker holds, each with what a restart does to its job. */
export function WorkerLocks({ conn, page: { worker, locks, truncated } }: WorkerLocksProps): ReactNode {
  if (locks.length === 0)
    return (
      <PageEmpty title="It holds no lock.">
        <p>
          {worker?.name === null
            ? "None that can be told to be its own: unnamed workers of one queue look alike. Give workers a name."
            : "No job of its queues is at work in it."}
        </p>
      </PageEmpty>
    );
  return (
    <>
      <h2 className="flex-none border-t px-6 pt-4 pb-2 text-14 font-semibold max-md:px-4">Locks it holds</h2>
      <GridTable label="Locks it holds" columns={columns} template={template}>
        {locks.map((one) => (
          <LockRow key={one.lock.lockId} conn={conn} {...one} />
        ))}
      </GridTable>
      {truncated ? (
        <p className="flex-none px-6 py-2 text-12 text-text-muted max-md:px-4">
          The {locks.length.toLocaleString("en-US")} most suspicious of {worker?.locks.toLocaleString("en-US")}.
        </p>
      ) : null}
    </>
  );
}

type LockRowProps = { readonly conn: string } & WorkerPage["locks"][number];

function LockRow({ conn, lock, stalls }: LockRowProps): ReactNode {
  const { job, verdict, heldMs } = lock;
  const fails = failsAtRestart(stalls);
  return (
    <GridRow template={template}>
      <GridCell className="flex items-center max-md:order-2">
        <Chip looks={verdictLooks[verdict]} />
      </GridCell>
      <GridCell className="max-md:order-first">
        <JobLink conn={conn} job={job} />
      </GridCell>
      <GridCell className="truncate text-text-muted max-lg:hidden">
        <bdi title={job.queue}>{queueLabel(job.queue)}</bdi>
      </GridCell>
      <GridCell className="mono text-right whitespace-nowrap max-md:order-1">
        <span className="sr-only">held for </span>
        {formatDuration(heldMs)}
      </GridCell>
      <GridCell className="mono text-right max-md:hidden">{stalls === 0 ? "never" : `${stalls} ×`}</GridCell>
      <GridCell className={`truncate max-md:order-3 max-md:col-span-2 ${fails ? "text-failed" : "text-text-muted"}`}>
        {fails ? "Fails" : "Back in line"} · {stallsLeftText(stalls)}
      </GridCell>
    </GridRow>
  );
}
