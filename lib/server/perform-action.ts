import "server-only";

import { randomUUID } from "node:crypto";

import type { ActRequest } from "@/lib/contract/action-requests";
import type { ActionOptions, ActionResult } from "@/lib/core/action";
import { jobKey, sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { Operation, OperationJob } from "@/lib/core/operation";

import { actionJobsMax, invalidField } from "./action-request";
import { actOnOne, recordResult } from "./actions/act-on-one";
import { AppError } from "./app-error";
import type { Caller } from "./caller";
import type { Connection } from "./connection";
import type { RememberedPreview } from "./preview-memory";

/**
 * Acts on each job that is still as it was seen, one after the other; on many without keeping the caller waiting. Every
 * job is audited, whatever comes of it; what was read before is not served again.
 */
export async function performAction(connection: Connection, request: ActRequest, caller: Caller) {
  const { jobs, options, preview } = resolve(connection, request);
  const operation: Operation = {
    id: randomUUID(),
    action: request.action,
    reason: request.reason,
    options,
    jobs,
    startedAtMs: connection.now(),
    caller,
  };
  const shownOf = shownIn(preview, request.previewId, jobs);
  if (!connection.writable) refuseAll(connection, operation, shownOf);
  if (jobs.length > actionJobsMax) {
    await startOperation(connection, operation, shownOf(null));
    return { operationId: operation.id };
  }
  const results: ActionResult[] = [];
  for (const { seen, ...job } of jobs) {
    const { action, reason } = operation;
    const result = await actOnOne(connection, { action, job, seen, reason, options });
    recordResult(connection, operation, { ...result, preview: shownOf(job) });
    results.push(result);
    connection.cache.invalidate();
  }
  return { operationId: operation.id, results };
}

/** What is done in the background is audited as begun, and then job by job. */
async function startOperation(
  { operations, audit, now }: Connection,
  operation: Operation,
  preview: Shown | null,
): Promise<void> {
  const isTaken = await operations.start(operation);
  audit.append({
    ...{ atMs: now(), ...operation.caller, what: "start-operation", operationId: operation.id, job: null, preview },
    ...{ reason: operation.reason, result: isTaken ? "done" : "refused", code: null, before: null, after: null },
  });
  if (!isTaken) throw new AppError("rate-limited");
}

/** Who may not act leaves a trace of each job; of very many, of the first ones. */
function refuseAll(connection: Connection, operation: Operation, shownOf: ShownOf): never {
  for (const job of operation.jobs.slice(0, actionJobsMax)) {
    const refused = { job, result: "refused", code: "read-only", before: null, after: null } as const;
    recordResult(connection, operation, { ...refused, preview: shownOf(job) });
  }
  throw new AppError("read-only");
}

type Shown = { readonly id: string; readonly text: string[] };

/** What the preview showed of a job, or with `null` of all of them. */
type ShownOf = (job: JobRef | null) => Shown | null;

function shownIn(preview: RememberedPreview | null, id: string | undefined, jobs: Resolved["jobs"]): ShownOf {
  if (preview === null || id === undefined) return () => null;
  return (job) => {
    const text = job === null ? summaryOf(preview, jobs) : preview.shown.get(jobKey(job));
    return text === undefined ? null : { id, text: [...text] };
  };
}

/** What was shown of other jobs was not shown of these. */
function summaryOf({ jobs: previewed, summary }: RememberedPreview, jobs: Resolved["jobs"]) {
  const known = new Set(previewed.map((job) => jobKey(job)));
  return jobs.every((job) => known.has(jobKey(job))) ? [summary] : undefined;
}

type Resolved = {
  readonly jobs: readonly OperationJob[];
  readonly options: ActionOptions;
  /** The one that was named, if it was made for this way to act. */
  readonly preview: RememberedPreview | null;
};

function resolve(connection: Connection, request: ActRequest): Resolved {
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
  const options = (request.jobs === undefined ? preview?.options : request.options) ?? {};
  return { jobs, options, preview: preview !== null && isOf(preview, request) ? preview : null };
}

/** Whether a preview was of this way to act: what was shown of another one was not shown of it. */
function isOf({ action, options: shown }: RememberedPreview, request: ActRequest): boolean {
  if (action !== request.action) return false;
  if (request.jobs === undefined) return true;
  const { resetAttempts = false, children = false, parent } = request.options ?? {};
  if (resetAttempts !== (shown.resetAttempts ?? false) || children !== (shown.children ?? false)) return false;
  if (parent === undefined || shown.parent === undefined) return parent === shown.parent;
  return sameJob(parent, shown.parent);
}
