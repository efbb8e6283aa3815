import "server-only";

import type { SaveSnapshotRequest } from "@/lib/contract/snapshot-request";
import type { SnapshotHead } from "@/lib/core/snapshot";

import { AppError } from "../app-error";
import type { Caller } from "../caller";
import type { Connection } from "../connection";
import { readFrozen } from "./read-frozen";

/** Keeps the flow of a job as it is now; audited, refusals too. Who may only read may not fill the store. */
export async function saveSnapshot(
  connection: Connection,
  { job, scope, open = [] }: SaveSnapshotRequest,
  caller: Caller,
): Promise<SnapshotHead> {
  const { writable, audit, snapshots, now } = connection;
  const entry = {
    atMs: now(),
    ...caller,
    what: "save-snapshot",
    ...{ operationId: null, job, reason: null, before: null, after: null },
  } as const;
  if (!writable) {
    audit.append({ ...entry, result: "refused", code: "read-only" });
    throw new AppError("read-only");
  }
  const frozen = await readFrozen(connection, job, { scope, open });
  const head = await snapshots.keep({ ...frozen, occasion: "saved", action: null, operator: caller.operator });
  if (head === null) throw new AppError("too-large");
  audit.append({ ...entry, result: "done", code: null, snapshotId: head.id });
  return head;
}
