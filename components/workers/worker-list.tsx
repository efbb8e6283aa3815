"use client";

import type { ReactNode } from "react";

import { clockText } from "@/components/page/clock";
import { GridTable } from "@/components/page/grid-table";
import { PageEmpty } from "@/components/page/page-empty";
import { useUrlFilter } from "@/components/page/use-url-filter";
import { lazyOverlay } from "@/components/ui/lazy-overlay";
import { usePreload } from "@/components/ui/lazy-part";
import type { WorkersPage as Workers } from "@/lib/contract/flow-schemas";

import { workerColumns, WorkerRow, workerTemplate } from "./worker-row";

const WorkerDrawer = lazyOverlay(() => import("./worker-drawer").then((module) => module.WorkerDrawer));

/** Connected workers, those that stuck jobs keep busy first; why there are none where there are none. */
export function WorkerList({ conn, page }: { readonly conn: string; readonly page: Workers }): ReactNode {
  usePreload(WorkerDrawer);
  const { params, change } = useUrlFilter();
  if (!page.available)
    return (
      <PageEmpty title="Your Redis does not let us list clients.">
        <p>
          Holders come from lock tokens only. Allow <code className="mono-code">CLIENT LIST</code> to Flowlock's user to
          see workers here.
        </p>
      </PageEmpty>
    );
  if (page.workers.length === 0)
    return (
      <PageEmpty title="No worker is connected.">
        <p>Nothing is picked up until one runs. Checked at {clockText(page.readAtMs)}.</p>
      </PageEmpty>
    );
  const sorted = page.workers.toSorted(
    (a, b) => b.suspects - a.suspects || b.locks - a.locks || (a.name ?? a.id).localeCompare(b.name ?? b.id),
  );
  const opened = sorted.find(({ id }) => id === params.get("worker"));
  return (
    <>
      <GridTable label="Workers" columns={workerColumns} template={workerTemplate}>
        {sorted.map((worker) => (
          <WorkerRow key={worker.id} conn={conn} worker={worker} onOpen={() => change({ worker: worker.id })} />
        ))}
      </GridTable>
      <p className="flex-none px-6 py-2 text-12 text-text-muted max-md:px-4">
        From Redis' list of clients and the locks' tokens. Redis does not show how many jobs a worker runs at once.
      </p>
      {opened === undefined ? null : (
        <WorkerDrawer conn={conn} worker={opened} onClose={() => change({ worker: null })} />
      )}
    </>
  );
}
