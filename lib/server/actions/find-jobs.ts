import "server-only";

import type { PreviewRequest } from "@/lib/contract/action-requests";
import { jobKey, sameJob } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import { isQueueCause } from "@/lib/core/queue-causes";
import { queueStates } from "@/lib/core/job-state";
import type { QueueState } from "@/lib/core/job-state";

import { invalidField } from "../action-request";
import type { Connection } from "../connection";
import { lookForCulprits } from "../triage/look-for-culprits";

export type JobFilter = NonNullable<PreviewRequest["filter"]>;

export type FoundJobs = {
  readonly jobs: readonly JobReading[];
  /** More match than are acted on at once. */
  readonly truncated: boolean;
};

/** Jobs of one bulk action. */
export const bulkJobsMax = 10_000;
const pageSize = 1_000;

/** The jobs that match every part of a filter, from where the fewest are to be read. */
export async function findJobs(connection: Connection, filter: JobFilter): Promise<FoundJobs> {
  const { flow, queue, state, verdict, cause, severity } = filter;
  if ([flow, queue, state, verdict, cause, severity].every((part) => part === undefined))
    throw invalidField("body.filter", "Name a flow, a queue, a state, a verdict, a cause or a severity.");
  const { refs, truncated } = await listCandidates(connection, filter);
  const jobs = await connection.reader.readJobs(refs);
  const matching = jobs.filter((job) => matches(connection, filter, job));
  return { jobs: matching.slice(0, bulkJobsMax), truncated: truncated || matching.length > bulkJobsMax };
}

type Candidates = { readonly refs: readonly JobRef[]; readonly truncated: boolean };

async function listCandidates(connection: Connection, filter: JobFilter): Promise<Candidates> {
  const { flow, queue, state, verdict, cause, severity } = filter;
  if (cause !== undefined || severity !== undefined)
    return withinFlow(connection, flow, await listCulprits(connection, filter));
  if (verdict !== undefined) {
    const { locks } = connection.watch.lastSweep();
    const refs = locks.filter((lock) => lock.verdict === verdict).map(({ job }) => ({ queue: job.queue, id: job.id }));
    return withinFlow(connection, flow, { refs, truncated: false });
  }
  if (flow !== undefined) {
    const { jobs, exact } = await readWholeFlow(connection, flow);
    return { refs: jobs, truncated: !exact };
  }
  return listByState(connection, queue === undefined ? connection.directory.queues() : [queue], state);
}

/** Culprits of the latest look, those beyond triage's list included. A queue's row stands for many jobs: only its cause names it. */
async function listCulprits(connection: Connection, { cause, severity, queue, name }: JobFilter): Promise<Candidates> {
  const { result, gathering } = await lookForCulprits(connection);
  const found = result.rows.filter(
    (row) =>
      (cause === undefined || row.cause === cause) &&
      (severity === undefined || (row.severity === severity && !isQueueCause(row.cause))) &&
      (queue === undefined || row.job.queue === queue) &&
      (name === undefined || row.job.name === name),
  );
  const refs = new Map(found.map(({ job }) => [jobKey(job), { queue: job.queue, id: job.id }]));
  return { refs: [...refs.values()].slice(0, bulkJobsMax), truncated: gathering.truncated || refs.size > bulkJobsMax };
}

async function withinFlow(
  connection: Connection,
  flow: JobRef | undefined,
  candidates: Candidates,
): Promise<Candidates> {
  if (flow === undefined) return candidates;
  const { jobs, exact } = await readWholeFlow(connection, flow);
  const inFlow = new Set<JobKey>(jobs.map((ref) => jobKey(ref)));
  const refs = candidates.refs.filter((ref) => inFlow.has(jobKey(ref)));
  return { refs, truncated: candidates.truncated || !exact };
}

async function readWholeFlow({ reader }: Connection, job: JobRef) {
  const { chain } = await reader.readAncestors(job);
  const { jobs, exact } = await reader.readFlow(chain[0]?.ref ?? job);
  return { jobs: [...jobs.values()].map(({ ref }) => ref), exact };
}

async function listByState(
  { reader }: Connection,
  queues: readonly string[],
  state: JobFilter["state"],
): Promise<Candidates> {
  const wanted = queueStates.filter((one) => state === undefined || one === state);
  const refs: JobRef[] = [];
  for (const queue of queues)
    for (const one of wanted) {
      for await (const page of pagesOf(reader, queue, one)) {
        refs.push(...page);
        if (refs.length > bulkJobsMax) return { refs: refs.slice(0, bulkJobsMax), truncated: true };
      }
    }
  return { refs, truncated: false };
}

async function* pagesOf(reader: Connection["reader"], queue: string, state: QueueState) {
  let cursor: string | null = "0";
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof reader.listJobs>> = await reader.listJobs(queue, {
      state,
      cursor,
      limit: pageSize,
    });
    yield page.items;
    cursor = page.cursor;
  }
}

function matches({ watch }: Connection, filter: JobFilter, job: JobReading): boolean {
  const { queue, name, state, verdict } = filter;
  if (queue !== undefined && job.ref.queue !== queue) return false;
  if (name !== undefined && job.name !== name) return false;
  if (state !== undefined && job.state !== state) return false;
  if (verdict === undefined) return true;
  return watch.lastSweep().locks.some((lock) => lock.verdict === verdict && sameJob(lock.job, job.ref));
}
