import "server-only";

import type { PreviewRequest } from "@/lib/contract/action-requests";
import type { OutcomeTotals } from "@/lib/core/action";
import { jobKey } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";
import { sumOutcomes } from "@/lib/core/sum-outcomes";
import { toldOutcomes } from "@/lib/core/told-outcomes";

import { actionJobsMax, invalidField } from "./action-request";
import { bulkJobsMax, findJobs } from "./actions/find-jobs";
import type { FoundJobs } from "./actions/find-jobs";
import { previewJobs } from "./actions/preview-jobs";
import type { Connection } from "./connection";

/**
 * What an action would do to each job and its parents. Changes nothing, and says so too where acting is not allowed. Of
 * many jobs all are counted, and so many outcomes are told that each count has some.
 */
export async function previewAction(connection: Connection, request: PreviewRequest) {
  const { action, options = {} } = request;
  const { jobs, truncated } = await findAsked(connection, request);
  const outcomes = await previewJobs(connection, { action, options }, jobs);
  const nowMs = await connection.reader.readClockMs();
  // What can't be done to one of many is left out; of few, each is told its own refusal when it is acted on.
  const acted = outcomes.length > actionJobsMax ? outcomes.filter(({ allowed }) => allowed) : outcomes;
  const seen = acted.map(({ job, seen: was }) => ({ queue: job.queue, id: job.id, seen: was }));
  const totals = sumOutcomes(outcomes);
  const shown = new Map(outcomes.slice(0, actionJobsMax).map(({ job, text }) => [jobKey(job), text] as const));
  const preview = { action, jobs: seen, options, shown, summary: summaryOf(totals) };
  const { previewId, lastsMs } = connection.previews.remember(preview);
  return {
    previewId,
    expiresAtMs: nowMs + lastsMs,
    outcomes: toldOutcomes(outcomes, limits.pageMax),
    totals,
    truncated: truncated || outcomes.length > limits.pageMax,
  };
}

function summaryOf({ jobs, allowed, parentsStart, parentsStayBlocked, parentsFail, rootsFail }: OutcomeTotals): string {
  return `Of ${jobs} jobs ${allowed} can be acted on; parents: ${parentsStart} start, ${parentsStayBlocked} stay blocked, ${parentsFail} fail; ${rootsFail} roots fail.`;
}

async function findAsked(connection: Connection, { jobs, filter }: PreviewRequest): Promise<FoundJobs> {
  if (filter !== undefined && jobs !== undefined)
    throw invalidField("body.filter", "Name the jobs or a filter, not both.");
  if (filter !== undefined) return findJobs(connection, filter);
  if (jobs === undefined) throw invalidField("body.jobs", "Name the jobs, or a filter.");
  if (jobs.length > bulkJobsMax) throw invalidField("body.jobs", `At most ${bulkJobsMax} jobs at once.`);
  // A job that is named twice is acted on once, so it counts once.
  const named = new Map(jobs.map((job) => [jobKey(job), job] as const));
  return { jobs: await connection.reader.readJobs([...named.values()]), truncated: false };
}
