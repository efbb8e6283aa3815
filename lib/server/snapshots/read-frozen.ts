import "server-only";

import type { FlowQuery } from "@/lib/contract/query-schemas";
import type { FlowView } from "@/lib/core/flow-view";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef, NamedJob } from "@/lib/core/job-ref";
import { freezeView } from "@/lib/core/snapshot";
import type { Snapshot } from "@/lib/core/snapshot";

import type { Connection } from "../connection";
import { getFlowView } from "../get-flow-view";

/** Culprits whose locks' readings are kept. */
const tracesMax = 5;

type Frozen = Pick<Snapshot, "takenAtMs" | "root" | "job" | "headline" | "scope" | "view" | "traces">;

/** The flow of a job as it is now, ready to be kept. Throws as `getFlowView` does. */
export async function readFrozen(connection: Connection, job: JobRef, query: FlowQuery): Promise<Frozen> {
  const view = freezeView(await getFlowView(connection, job, query));
  const { diagnosis, readAtMs } = view;
  const culprit = diagnosis.culprits.find((one) => sameJob(one.job, job)) ?? diagnosis.culprits[0];
  const held = diagnosis.culprits.filter(({ lock }) => lock !== null).slice(0, tracesMax);
  return {
    takenAtMs: readAtMs,
    root: nameOf(view, view.root),
    job: nameOf(view, job),
    headline: culprit?.headline ?? diagnosis.headline,
    scope: query.scope ?? (diagnosis.blocked ? "path" : "all"),
    view,
    traces: held.map(({ job: { queue, id } }) => ({
      job: { queue, id },
      ...connection.watch.historyOf({ queue, id }),
    })),
  };
}

function nameOf({ nodes }: FlowView, { queue, id }: JobRef): NamedJob {
  return { queue, id, name: nodes.find((node) => sameJob(node.job, { queue, id }))?.job.name ?? null };
}
