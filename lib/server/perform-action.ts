import "server-only";

import { randomUUID } from "node:crypto";

import type { ActRequest } from "@/lib/contract/action-requests";
import type { ActionOptions, ActionResult } from "@/lib/core/action";
import type { Operation, OperationJob } from "@/lib/core/operation";

import { actionJobsMax, invalidField } from "./action-request";
import { actOnOne, recordResult } from "./actions/act-on-one";
import { AppError } from "./app-error";
import type { Caller } from "./caller";
import type { Connection } from "./connection";

/**
 * Acts on each job that is still as it was seen, one after the other; on many without keeping the caller waiting. Every
 * job is audited, whatever comes of it; what was read before is not served again.
 */
export async function performAction(connection: Connection, request: ActRequest, caller: Caller) {
  const { jobs, options } = resolve(connection, request);
  const operation: Operation = {
    id: randomUUID(),
    action: request.action,
    reason: request.reason,
    options,
    jobs,
    startedAtMs: connection.now(),
    caller,
  };
  if (!connection.writable) refuseAll(connection, operation);
  if (jobs.length > actionJobsMax) {
    await startOperation(connection, operation);
    return { operationId: operation.id };
  }
  const results: ActionResult[] = [];
  for (const { seen, ...job } of jobs) {
    const { action, reason } = operation;
    const result = await actOnOne(connection, { action, job, seen, reason, options });
    recordResult(connection, operation, result);
    results.push(result);
    connection.cache.invalidate();
  }
  return { operationId: operation.id, results };
}

/** What is done in the background is audited as begun, and then job by job. */
async function startOperation({ operations, audit, now }: Connection, operation: Operation): Promise<void> {
  const isTaken = await operations.start(operation);
  audit.append({
    ...{ atMs: now(), ...operation.caller, what: "start-operation", operationId: operation.id, job: null },
    ...{ reason: operation.reason, result: isTaken ? "done" : "refused", code: null, before: null, after: null },
  });
  if (!isTaken) throw new AppError("rate-limited");
}

/** Who may not act leaves a trace of each job; of very many, of the first ones. */
function refuseAll(connection: Connection, operation: Operation): never {
  for (const job of operation.jobs.slice(0, actionJobsMax))
    recordResult(connection, operation, { job, result: "refused", code: "read-only", before: null, after: null });
  throw new AppError("read-only");
}

function resolve(
  connection: Connection,
  request: ActRequest,
): { readonly jobs: readonly OperationJob[]; readonly options: ActionOptions } {
  const preview = request.previewId === undefined ? null : connection.previews.recall(request.previewId);
  const jobs = request.jobs ?? preview?.jobs;
  if (jobs === undefined) {
    throw request.previewId === undefined
      ? invalidField("body.jobs", "Name the jobs, or the preview to act on.")
      : invalidField("body.previewId", "This preview is not known or has expired. Ask for a new one.");
  }
  if (request.jobs === undefined && preview !== null && preview.action !== request.action) {
    throw invalidField("body.action", "The preview was made for another action.");
  }
  if (jobs.length === 0) throw invalidField("body.previewId", "The preview has no job that this can be done to.");
  // What is acted on by its preview is done as it was previewed.
  return { jobs, options: (request.jobs === undefined ? preview?.options : request.options) ?? {} };
}
