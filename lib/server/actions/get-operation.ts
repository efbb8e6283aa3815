import "server-only";

import type { OperationAnswer, OperationHead } from "@/lib/contract/action-schemas";
import type { OperationQuery } from "@/lib/contract/query-schemas";
import type { ActionResult } from "@/lib/core/action";
import { countActed } from "@/lib/core/operation";
import type { OperationReading } from "@/lib/core/operation";

import { AppError } from "../app-error";
import type { Connection } from "../connection";
import { readOffset } from "../page-cursor";

/** How far an action on many jobs is, and a page of what came of each, or of each with one result. */
export async function getOperation(
  { operations }: Pick<Connection, "operations">,
  id: string,
  query: OperationQuery,
): Promise<OperationAnswer> {
  const reading = await operations.read(id);
  if (reading === null) throw new AppError("operation-not-found");
  const acted = countActed(reading);
  const { results, next } = await pageOf(operations, id, { ...query, acted });
  return { ...toHead(reading), results: [...results], cursor: next >= acted ? null : String(next) };
}

/** An operation without its results. */
export function toHead(reading: OperationReading): OperationHead {
  const { operation, counts, total, endedAtMs } = reading;
  const { id, action, reason, options, startedAtMs, caller } = operation;
  const status = statusOf(reading);
  return { id, action, reason, operator: caller.operator, options, startedAtMs, endedAtMs, status, total, counts };
}

/** Results read by one command while a page of one kind is filled. */
const resultsPerRead = 500;

async function pageOf(
  operations: Connection["operations"],
  id: string,
  { cursor, limit, result, acted }: OperationQuery & { readonly acted: number },
): Promise<{ readonly results: readonly ActionResult[]; readonly next: number }> {
  let next = readOffset(cursor);
  if (result === undefined) {
    const results = await operations.results(id, { start: next, limit });
    return { results, next: next + results.length };
  }
  const found: ActionResult[] = [];
  while (next < acted && found.length < limit) {
    const read = await operations.results(id, { start: next, limit: resultsPerRead });
    if (read.length === 0) break;
    for (const one of read) {
      if (found.length >= limit) break;
      next += 1;
      if (one.result === result) found.push(one);
    }
  }
  return { results: found, next };
}

function statusOf(reading: OperationReading): OperationAnswer["status"] {
  if (reading.endedAtMs === null) return reading.stopping ? "stopping" : "running";
  return countActed(reading) < reading.total ? "stopped" : "done";
}
