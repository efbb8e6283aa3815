import "server-only";

import type { FlowQuery } from "@/lib/contract/query-schemas";
import { diagnoseFlow } from "@/lib/core/diagnose-flow";
import { explainCulprits } from "@/lib/core/doctor/explain-culprits";
import type { FlowView } from "@/lib/core/flow-view";
import { foldFlow } from "@/lib/core/fold-flow";
import type { JobRef } from "@/lib/core/job-ref";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";
import { readFlowOf } from "./read-flow-of";

/** The flow of any of its jobs, folded for a screen. Without a scope: the blocking path where it is blocked, else all. */
export async function getFlowView(connection: Connection, requested: JobRef, query: FlowQuery): Promise<FlowView> {
  const { scope, open = [] } = query;
  const key = `view ${JSON.stringify([requested.queue, requested.id, scope, open])}`;
  return connection.cache.read(key, readCacheMs, () => readView(connection, requested, query));
}

async function readView(connection: Connection, requested: JobRef, { scope, open = [] }: FlowQuery): Promise<FlowView> {
  const { reading, queues } = await readFlowOf(connection, requested, "flow-not-found");
  const { watch: locks } = connection;
  const withoutStalledCheckMs = (queue: string) => locks.withoutStalledCheckMs(queue);
  const diagnosis = diagnoseFlow({ flow: reading, job: reading.root, queues, locks, withoutStalledCheckMs });
  return foldFlow({
    flow: reading,
    requested,
    scope: scope ?? (diagnosis.blocked ? "path" : "all"),
    open: new Set(open),
    diagnosis: { ...diagnosis, culprits: explainCulprits(diagnosis.culprits, connection.doctor.lastReading()) },
    locks,
  });
}
