import "server-only";

import type { SnapshotsQuery } from "@/lib/contract/query-schemas";

import { AppError } from "../app-error";
import type { Connection } from "../connection";
import { parseFlowParam } from "../flow-param";
import { readRecordCursor } from "../page-cursor";

/** A page of what is kept, newest first; of one flow, all at once up to the limit. */
export function listSnapshots({ snapshots }: Connection, { flow, cursor, limit }: SnapshotsQuery) {
  if (flow !== undefined) return snapshots.ofRoot(parseFlowParam(flow), limit);
  return snapshots.page({ cursor: readRecordCursor(cursor), limit });
}

/** A flow as it was. Asks the store only, never the Redis that holds the jobs. */
export async function getSnapshot({ snapshots }: Pick<Connection, "snapshots">, id: string) {
  const snapshot = await snapshots.read(id);
  if (snapshot === null) throw new AppError("snapshot-not-found");
  return snapshot;
}
