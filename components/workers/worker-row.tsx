import Link from "next/link";
import type { ReactNode } from "react";

import { GridCell, GridRow } from "@/components/page/grid-table";
import { Glyph } from "@/components/ui/glyph";
import { flowHref, workerHref } from "@/lib/client/links";
import type { WorkersPage } from "@/lib/contract/flow-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { countOf, jobLabel, queueLabel } from "@/lib/core/job-label";
import { limits } from "@/lib/core/limits";

export const workerColumns = [
  { id: "worker", label: "Worker" },
  { id: "queues", label: "Queues" },
  { id: "address", label: "Address", className: "max-lg:hidden" },
  { id: "connected", label: "Connected", end: true },
  { id: "locks", label: "Locks", end: true },
  { id: "suspects", label: "Suspects", end: true },
  { id: "slots", label: "Occupied slots" },
] as const;

export const workerTemplate =
  "md:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_88px_48px_64px_minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_168px_96px_56px_64px_minmax(0,1.2fr)]";

type Worker = WorkersPage["workers"][number];

type WorkerRowProps = { readonly conn: string; readonly worker: Worker };

const slotsShown = 3;

/** One worker process: where it is connected from, what it holds, and which of its slots ended jobs still take. */
export function WorkerRow({ conn, worker }: WorkerRowProps): ReactNode {
  const { id, name, queues, address, connectedMs, locks, suspects } = worker;
  return (
    <GridRow template={workerTemplate}>
      <GridCell className="flex items-center gap-2">
        <Glyph
          name={suspects > 0 ? "suspect" : "workers"}
          className={suspects > 0 ? "text-suspect" : "text-text-muted"}
        />
        <Link data-row="" href={workerHref(conn, id)} prefetch={false} className="row-link min-w-0 truncate">
          {name === null ? (
            <span title="Give workers a name to see it here.">
              Unnamed worker <bdi className="mono-code text-text-muted">{id}</bdi>
            </span>
          ) : (
            <bdi className="font-medium" title={name}>
              {name}
            </bdi>
          )}
        </Link>
      </GridCell>
      <GridCell className="truncate text-text-muted max-md:order-2 max-md:pl-6">
        <bdi title={queues.join(", ")}>{queues.map(queueLabel).join(", ")}</bdi>
      </GridCell>
      <GridCell className="mono-code truncate text-text-muted max-lg:hidden">{address ?? "unknown"}</GridCell>
      <GridCell className="mono text-right whitespace-nowrap text-text-muted max-md:order-1">
        {connectedMs === null ? "" : <span className="sr-only">connected for </span>}
        {connectedMs === null ? "" : formatDuration(connectedMs)}
      </GridCell>
      <GridCell className="mono text-right max-md:hidden">{locks.toLocaleString("en-US")}</GridCell>
      <GridCell className={`mono text-right max-md:hidden ${suspects > 0 ? "text-suspect" : "text-text-muted"}`}>
        {suspects.toLocaleString("en-US")}
      </GridCell>
      <GridCell className="flex min-w-0 items-center gap-2 max-md:order-3 max-md:col-span-2 max-md:empty:hidden">
        <Slots conn={conn} slots={worker.occupiedSlots} advice={worker.advice} />
      </GridCell>
    </GridRow>
  );
}

type SlotsProps = {
  readonly conn: string;
  readonly slots: Worker["occupiedSlots"];
  readonly advice: string | null;
};

function Slots({ conn, slots, advice }: SlotsProps): ReactNode {
  if (slots.length === 0) return <span className="text-text-muted max-md:hidden">none</span>;
  const rest = slots.length - slotsShown;
  return (
    <>
      <Glyph name="stuck" size={14} />
      <span className="sr-only">{advice}</span>
      {slots.slice(0, slotsShown).map((job) => {
        const label = jobLabel({ id: job.id, name: null });
        if (job.id.length > limits.idBytesMax) return <bdi key={job.id}>{label}</bdi>;
        return (
          <Link
            key={`${job.queue} ${job.id}`}
            href={flowHref(conn, job, { sel: job, panel: "why" })}
            prefetch={false}
            className="mono-code relative z-1 min-w-0 truncate text-accent hover:underline max-md:py-2"
          >
            <bdi>{label}</bdi>
          </Link>
        );
      })}
      {rest > 0 ? <span className="whitespace-nowrap text-text-muted">and {countOf(rest, "more", "more")}</span> : null}
    </>
  );
}
