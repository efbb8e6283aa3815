import "server-only";

import type { OperationAnswer } from "@/lib/contract/action-schemas";
import type { PageQuery } from "@/lib/contract/query-schemas";
import type { ActionResult } from "@/lib/core/action";
import type { OperationReading } from "@/lib/core/operation";

import { AppError } from "../app-error";
import type { Connection } from "../connection";
import { readOffset } from "../page-cursor";

/** How far an action on many jobs is, and a page of what came of each. */
export async function getOperation(
  { operations }: Connection,
  id: string,
  { cursor, limit }: PageQuery,
): Promise<OperationAnswer> {
  const reading = await operations.read(id);
  if (reading === null) throw new AppError("operation-not-found");
  const { operation, results, endedAtMs } = reading;
  const start = readOffset(cursor);
  const end = start + limit;
  return {
    id,
    action: operation.action,
    reason: operation.reason,
    operator: operation.caller.operator,
    startedAtMs: operation.startedAtMs,
    endedAtMs,
    status: statusOf(reading),
    total: operation.jobs.length,
    counts: countResults(results),
    results: results.slice(start, end),
    cursor: end < results.length ? String(end) : null,
  };
}

function statusOf({ operation, results, stopping, endedAtMs }: OperationReading): OperationAnswer["status"] {
  if (endedAtMs === null) return stopping ? "stopping" : "running";
  return results.length < operation.jobs.length ? "stopped" : "done";
}

function countResults(results: readonly ActionResult[]): OperationAnswer["counts"] {
  const counts = { done: 0, skipped: 0, refused: 0, unknown: 0 };
  for (const { result } of results) counts[result] += 1;
  return counts;
}
