import "server-only";

import { randomUUID } from "node:crypto";

import type { ActRequest } from "@/lib/contract/action-requests";
import type { ActionOptions, ActionResult, JobFate, RefusalCode, Seen } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { actionJobsMax, invalidField } from "./action-request";
import { AppError } from "./app-error";
import type { Caller } from "./caller";
import type { Connection } from "./connection";

type SingleAct = Parameters<Connection["actor"]["act"]>[0];
type SeenJob = JobRef & { readonly seen: Seen };

/**
 * Acts on each job that is still as it was seen, one after the other. Every job is audited, whatever comes of it;
 * what was read before is not served again.
 */
export async function performAction(connection: Connection, request: ActRequest, caller: Caller) {
  const operationId = randomUUID();
  const { jobs, options } = resolve(connection, request);
  if (!connection.writable) {
    for (const job of jobs) record(connection, { request, caller, operationId, ...refused(job, "read-only") });
    throw new AppError("read-only");
  }
  const results: ActionResult[] = [];
  for (const { seen, ...job } of jobs) {
    const result = await actOnOne(connection, { action: request.action, job, seen, reason: request.reason, options });
    record(connection, { request, caller, operationId, ...result });
    results.push(result);
    connection.cache.invalidate();
  }
  return { operationId, results };
}

/** What Redis does not answer while it is asked may have been done or not: only the operator's next look tells. */
async function actOnOne({ actor }: Connection, request: SingleAct): Promise<ActionResult> {
  try {
    return await actor.act(request);
  } catch (error) {
    if (!isRedisUnavailable(error) && !isRedisDenied(error)) throw error;
    const { state, attemptsStarted: attempts } = request.seen;
    const fate = { state, attempts, finishedAtMs: null };
    const code = isRedisDenied(error) ? "redis-denied" : "unknown-outcome";
    return { job: request.job, result: isRedisDenied(error) ? "refused" : "unknown", code, before: fate, after: fate };
  }
}

function resolve(
  connection: Connection,
  request: ActRequest,
): { readonly jobs: readonly SeenJob[]; readonly options: ActionOptions } {
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
  if (jobs.length > actionJobsMax) throw invalidField("body.jobs", `At most ${actionJobsMax} jobs at once.`);
  return { jobs, options: request.options ?? preview?.options ?? {} };
}

type Recorded = Pick<ActionResult, "job" | "result" | "code"> & {
  readonly before: JobFate | null;
  readonly after: JobFate | null;
  readonly request: ActRequest;
  readonly caller: Caller;
  readonly operationId: string;
};

function refused(job: SeenJob, code: RefusalCode) {
  return { job, result: "refused", code, before: null, after: null } as const;
}

function record({ audit, now }: Connection, { request, caller, job, ...entry }: Recorded): void {
  audit.append({
    atMs: now(),
    ...caller,
    what: request.action,
    operationId: entry.operationId,
    job: { queue: job.queue, id: job.id },
    reason: request.reason,
    result: entry.result,
    code: entry.code,
    before: entry.before,
    after: entry.after,
  });
}
