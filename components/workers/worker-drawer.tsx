"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Drawer } from "@/components/ui/drawer";
import { FactTable } from "@/components/ui/fact-table";
import { Glyph } from "@/components/ui/glyph";
import { JobName } from "@/components/ui/job-name";
import { toneText, verdictLooks } from "@/components/ui/state-looks";
import { flowHref, queueHref } from "@/lib/client/links";
import { locksQuery } from "@/lib/client/queries";
import type { WorkersPage } from "@/lib/contract/flow-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { countOf, queueLabel } from "@/lib/core/job-label";
import { limits } from "@/lib/core/limits";
import type { LockState } from "@/lib/core/lock-state";

type Worker = WorkersPage["workers"][number];
type WorkerDrawerProps = { readonly conn: string; readonly worker: Worker; readonly onClose: () => void };

/** One worker: where it runs, what it holds, and what happens to that if it is restarted. */
export function WorkerDrawer({ conn, worker, onClose }: WorkerDrawerProps): ReactNode {
  const { name, queues, address, connectedMs } = worker;
  const { data } = useQuery(locksQuery(conn));
  const held = (data?.locks ?? []).filter((lock) => isHeldBy(lock, worker));
  return (
    <Drawer
      title={name === null ? "Unnamed worker" : <bdi>{name}</bdi>}
      description={name === null ? "Give workers a name to tell them apart." : "Worker"}
      onClose={onClose}
      foot={<Button onClick={onClose}>Close</Button>}
    >
      <section className="border-t px-4 py-3">
        <FactTable
          facts={[
            ["Queues", <Queues key="queues" conn={conn} queues={queues} />],
            [
              "Address",
              <span key="address" className="mono-code">
                {address ?? "unknown"}
              </span>,
            ],
            ["Connected for", connectedMs === null ? "unknown" : formatDuration(connectedMs)],
          ]}
        />
      </section>
      <section className="border-t px-4 py-3">
        <h3 className="font-semibold">Locks it holds</h3>
        {held.length === 0 ? (
          <p className="text-text-muted">{worker.locks === 0 ? "None." : "None that can be told to be its own."}</p>
        ) : null}
        <ul>
          {held.map((lock) => (
            <HeldLock key={lock.lockId} conn={conn} lock={lock} />
          ))}
        </ul>
      </section>
      <section className="border-t px-4 py-3">
        <h3 className="font-semibold">If you restart it</h3>
        <p>{restartText(held.length)}</p>
      </section>
    </Drawer>
  );
}

function Queues({ conn, queues }: { readonly conn: string; readonly queues: readonly string[] }): ReactNode {
  return (
    <span className="flex flex-wrap gap-x-3">
      {queues.map((queue) => (
        <Link key={queue} href={queueHref(conn, queue)} className="text-accent hover:underline">
          <bdi>{queueLabel(queue)}</bdi>
        </Link>
      ))}
    </span>
  );
}

function HeldLock({ conn, lock }: { readonly conn: string; readonly lock: LockState }): ReactNode {
  const { job, verdict, heldMs } = lock;
  const { glyph, tone, word } = verdictLooks[verdict];
  const name = <JobName name={job.name} id={job.id} />;
  return (
    <li className="flex min-h-7 items-center gap-2 max-md:min-h-11">
      <Glyph name={glyph} className={toneText[tone]} />
      {job.id.length > limits.idBytesMax ? (
        name
      ) : (
        <Link href={flowHref(conn, job, { sel: job, panel: "why" })} className="flex min-w-0 hover:underline">
          {name}
        </Link>
      )}
      <span className="ml-auto text-12 whitespace-nowrap text-text-muted">{word.toLowerCase()}</span>
      <span className="mono whitespace-nowrap">{formatDuration(heldMs)}</span>
    </li>
  );
}

function restartText(held: number): string {
  if (held === 0) return "No job of its own has to run again.";
  const jobs = held === 1 ? "Its job goes" : `Its ${countOf(held, "job")} go`;
  const each = held === 1 ? "It then runs" : "Each then runs";
  return `${jobs} back in line once the lock has run out and a stalled check has come by, usually within a minute. ${each} again from the start and has stalled once more: after more than 1 stall (BullMQ's default) it fails instead.`;
}

function isHeldBy({ job, holder }: LockState, { name, queues }: Worker): boolean {
  return name !== null && holder === name && queues.includes(job.queue);
}
