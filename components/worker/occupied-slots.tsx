import type { ReactNode } from "react";

import { clockText } from "@/components/page/clock";
import { GridCell, GridRow, GridTable } from "@/components/page/grid-table";
import type { WorkerPage } from "@/lib/contract/flow-schemas";
import { queueLabel } from "@/lib/core/job-label";

import { JobLink } from "./job-link";

const columns = [
  { id: "job", label: "Job" },
  { id: "queue", label: "Queue", className: "max-lg:hidden" },
  { id: "since", label: "Since", end: true },
  { id: "what", label: "What goes on" },
] as const;

const template =
  "md:grid-cols-[minmax(0,1fr)_88px_minmax(0,1fr)] lg:grid-cols-[minmax(0,1.2fr)_140px_88px_minmax(0,1.6fr)]";

const words = { fail: "Failed here", retry: "Put back in line here" } as const;

type OccupiedSlotsProps = { readonly conn: string; readonly occupied: WorkerPage["occupied"] };

/** Runs that go on although their jobs were taken from them; nothing where there is none. */
export function OccupiedSlots({ conn, occupied }: OccupiedSlotsProps): ReactNode {
  if (occupied.length === 0) return null;
  return (
    <>
      <h2 className="flex-none border-t px-6 pt-4 pb-2 text-14 font-semibold max-md:px-4">Occupied slots</h2>
      <GridTable label="Occupied slots" columns={columns} template={template}>
        {occupied.map(({ job, action, sinceAtMs }) => (
          <GridRow key={`${job.queue} ${job.id} ${sinceAtMs}`} template={template}>
            <GridCell>
              <JobLink conn={conn} job={job} />
            </GridCell>
            <GridCell className="truncate text-text-muted max-lg:hidden">
              <bdi title={job.queue}>{queueLabel(job.queue)}</bdi>
            </GridCell>
            <GridCell className="mono text-right whitespace-nowrap">{clockText(sinceAtMs)}</GridCell>
            <GridCell className="truncate text-text-muted max-md:col-span-2">
              {words[action]}; its code still runs and holds the slot.
            </GridCell>
          </GridRow>
        ))}
      </GridTable>
    </>
  );
}
