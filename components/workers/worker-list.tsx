"use client";

import Link from "next/link";
import type { ReactNode } from "react";

import { clockText } from "@/components/page/clock";
import { GridTable } from "@/components/page/grid-table";
import { PageEmpty } from "@/components/page/page-empty";
import { Glyph } from "@/components/ui/glyph";
import { workerHref } from "@/lib/client/links";
import type { WorkersPage as Workers } from "@/lib/contract/flow-schemas";
import { countOf } from "@/lib/core/job-label";

import { ClientsRefused } from "./clients-refused";
import { workerColumns, WorkerRow, workerTemplate } from "./worker-row";

/** Connected workers, those to restart and those with suspects first; why there are none where there are none. */
export function WorkerList({ conn, page }: { readonly conn: string; readonly page: Workers }): ReactNode {
  if (!page.available) return <ClientsRefused />;
  if (page.workers.length === 0)
    return (
      <PageEmpty title="No worker is connected.">
        <p>Nothing is picked up until one runs. Checked at {clockText(page.readAtMs)}.</p>
      </PageEmpty>
    );
  const sorted = page.workers.toSorted(
    (a, b) =>
      b.occupiedSlots.length - a.occupiedSlots.length ||
      b.suspects - a.suspects ||
      b.locks - a.locks ||
      (a.name ?? a.id).localeCompare(b.name ?? b.id),
  );
  return (
    <>
      <ToRestart conn={conn} workers={sorted} />
      <GridTable label="Workers" columns={workerColumns} template={workerTemplate}>
        {sorted.map((worker) => (
          <WorkerRow key={worker.id} conn={conn} worker={worker} readAtMs={page.readAtMs} />
        ))}
      </GridTable>
      <p className="flex-none px-6 py-2 text-12 text-text-muted max-md:px-4">
        From Redis' list of clients and the locks' tokens. Redis does not show how many jobs a worker runs at once.
      </p>
    </>
  );
}

const advicesShown = 3;

/** Which workers to restart, and why. */
function ToRestart({ conn, workers }: { readonly conn: string; readonly workers: Workers["workers"] }): ReactNode {
  const advised = workers.filter(({ advice }) => advice !== null);
  if (advised.length === 0) return null;
  const rest = advised.length - advicesShown;
  return (
    <ul aria-label="Workers to restart" className="grid flex-none gap-1 border-t bg-suspect-tint px-6 py-2 max-md:px-4">
      {advised.slice(0, advicesShown).map(({ id, advice }) => (
        <li key={id} className="flex items-start gap-2 wrap-anywhere text-suspect">
          <Glyph name="suspect" size={14} className="mt-0.5 flex-none" />
          <Link href={workerHref(conn, id)} prefetch={false} className="hover:underline max-md:py-1.5">
            {advice}
          </Link>
        </li>
      ))}
      {rest > 0 ? <li className="text-suspect">And {countOf(rest, "more worker")}.</li> : null}
    </ul>
  );
}
