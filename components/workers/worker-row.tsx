import Link from "next/link";
import type { ReactNode } from "react";

import { agoText } from "@/components/page/clock";
import { GridCell, GridRow } from "@/components/page/grid-table";
import { Glyph } from "@/components/ui/glyph";
import { workerHref } from "@/lib/client/links";
import type { WorkersPage } from "@/lib/contract/flow-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import { clockOffText } from "@/lib/core/worker-clock";

import { WorkerSlots } from "./worker-slots";

export const workerColumns = [
  { id: "worker", label: "Worker" },
  { id: "queues", label: "Queues" },
  { id: "address", label: "Address", className: "max-lg:hidden" },
  { id: "connected", label: "Connected", end: true },
  { id: "locks", label: "Locks", end: true },
  { id: "suspects", label: "Suspects", end: true },
  { id: "seen", label: "Last seen", end: true },
  { id: "slots", label: "Occupied slots" },
] as const;

export const workerTemplate =
  "md:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_80px_44px_60px_80px_minmax(0,1fr)] lg:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_168px_96px_56px_64px_88px_minmax(0,1.2fr)]";

type Worker = WorkersPage["workers"][number];

type WorkerRowProps = { readonly conn: string; readonly worker: Worker; readonly readAtMs: number };

/** One worker process: where it is connected from, what it holds, and which of its slots ended jobs still take. */
export function WorkerRow({ conn, worker, readAtMs }: WorkerRowProps): ReactNode {
  const { id, name, queues, address, connectedMs, locks, suspects, lastSeenAtMs } = worker;
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
        <ClockMark clockOffMs={worker.clockOffMs} />
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
      <GridCell className="mono text-right whitespace-nowrap text-text-muted max-md:order-2">
        {lastSeenAtMs === null ? "" : <span className="md:sr-only">seen </span>}
        {lastSeenAtMs === null ? "" : agoText(readAtMs - lastSeenAtMs)}
      </GridCell>
      <GridCell className="flex min-w-0 items-center gap-2 max-md:order-3 max-md:col-span-2 max-md:empty:hidden">
        <WorkerSlots conn={conn} slots={worker.occupiedSlots} advice={worker.advice} />
      </GridCell>
    </GridRow>
  );
}

/** Which way its clock is wrong; nothing where it is not. */
function ClockMark({ clockOffMs }: Pick<Worker, "clockOffMs">): ReactNode {
  const off = clockOffText(clockOffMs);
  if (off === null) return null;
  return (
    <span
      title={`Its clock is ${off}.`}
      className="inline-flex h-5 flex-none items-center rounded-ui bg-suspect-tint px-1.5 text-12 font-medium whitespace-nowrap text-suspect"
    >
      <span className="sr-only">Its clock is {off}.</span>
      <span aria-hidden="true">clock {off.replace(/ (?:of )?Redis'$/, "")}</span>
    </span>
  );
}
