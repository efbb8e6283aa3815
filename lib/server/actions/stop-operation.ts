import "server-only";

import { limits } from "@/lib/core/limits";

import { AppError } from "../app-error";
import type { Caller } from "../caller";
import type { Connection } from "../connection";
import { getOperation } from "./get-operation";

/** Stops an action on many jobs after the job that it is at; audited, refusals too. */
export async function stopOperation(connection: Connection, id: string, caller: Caller) {
  const { operations, writable, audit, now } = connection;
  const reading = await operations.read(id);
  if (reading === null) throw new AppError("operation-not-found");
  const entry = {
    atMs: now(),
    ...caller,
    what: "stop-operation",
    operationId: id,
    job: null,
    reason: null,
    before: null,
    after: null,
  } as const;
  if (!writable) {
    audit.append({ ...entry, result: "refused", code: "read-only" });
    throw new AppError("read-only");
  }
  await operations.stop(id);
  audit.append({ ...entry, result: "done", code: null });
  return getOperation(connection, id, { limit: limits.pageDefault });
}
