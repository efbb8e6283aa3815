import { severities } from "./cause";
import type { CauseId, Severity } from "./cause";
import type { Culprit } from "./diagnosis";
import { findCulprits, waitingJudge } from "./find-culprits";
import type { DiagnosisInput, FoundCulprit } from "./find-culprits";
import type { FlowReading, WaitingRoot } from "./flow-reader";
import { jobKey, lastingJobKey } from "./job-ref";
import type { JobKey, JobRef, NamedJob } from "./job-ref";
import { limits } from "./limits";
import { joinRows, mergeFound } from "./merge-found";
import { mergeWaitingRoots } from "./merge-waiting-roots";
import { isQueueCause } from "./queue-causes";
import { compareCulprits, rankCulprits } from "./rank-culprits";
import { culpritKey, toCulprit } from "./to-culprit";

export type TriageResult = {
  readonly culprits: readonly Culprit[];
  /** Of all rows, those that were cut off included. */
  readonly total: number;
  /** Rows were cut off. */
  readonly truncated: boolean;
  /** All rows by what a filter asks for, those that were cut off included. */
  readonly rows: readonly TriageRow[];
  /** Flows with a culprit that blocks them. */
  readonly blockedFlows: number;
  /** The worst cause of each blocked flow, by its root's key; of those too, whose rows were cut off. */
  readonly causes: ReadonlyMap<JobKey, CauseId>;
  /** Blocked jobs and flows of each held lock, by job key. */
  readonly blocks: ReadonlyMap<JobKey, { readonly jobs: number; readonly flows: number }>;
};

export type TriageRow = {
  readonly job: NamedJob;
  readonly cause: CauseId;
  readonly severity: Severity;
};

/** How many rows there are of one severity, and how many of them are a job's own, not a queue's. */
export type TriageSection = { readonly severity: Severity; readonly total: number; readonly jobs: number };

/** Counts rows by severity, worst first; without those of which there is none. */
export function countSections(rows: readonly TriageRow[]): readonly TriageSection[] {
  const counts = new Map<Severity, { total: number; jobs: number }>();
  for (const { severity, cause } of rows) {
    const count = counts.get(severity) ?? { total: 0, jobs: 0 };
    counts.set(severity, { total: count.total + 1, jobs: count.jobs + (isQueueCause(cause) ? 0 : 1) });
  }
  return severities.flatMap((severity) => {
    const count = counts.get(severity);
    return count === undefined ? [] : [{ severity, ...count }];
  });
}

/** One row per culprit over all flows, worst first: what blocks, what is suspect, and what is slow. */
export function buildTriage(input: DiagnosisInput): TriageResult {
  const judge = waitingJudge(input);
  const waiting = mergeWaitingRoots(input.flow.waitingRoots ?? [], { judge, nowMs: input.flow.readAtMs });
  const flow = withRoots(input.flow, waiting.others);
  const found = findCulprits({ ...input, flow }, null);
  // What only waits its turn is no row; a held lock tells what waits for it all the same.
  const told = found.filter((one) => belongsInTriage(one) || one.lock !== null);
  const rows = joinRows([...mergeFound(flow, told, rowOf), ...waiting.rows], rowOf);
  const ranked = rankCulprits(rows.filter(belongsInTriage));
  const causes = new Map([...waiting.causes, ...causesOfRoots(found)]);
  return {
    culprits: ranked.slice(0, limits.triageRowsMax).map((one) => toCulprit(one)),
    total: ranked.length,
    truncated: ranked.length > limits.triageRowsMax,
    rows: ranked.map(toRow),
    blockedFlows: causes.size,
    causes,
    blocks: new Map(
      rows
        .filter(({ lock }) => lock !== null)
        .map((row) => [culpritKey(row), { jobs: row.blockedJobs, flows: row.roots.length }]),
    ),
  };
}

function toRow({ job, finding, severity }: FoundCulprit): TriageRow {
  const { cause, holder } = finding;
  return { job: holder?.job ?? { ...job.ref, name: job.name }, cause, severity };
}

function withRoots(flow: FlowReading, roots: readonly WaitingRoot[]): FlowReading {
  if (roots.length === 0) return flow;
  const jobs = new Map(flow.jobs);
  const children = new Map(flow.children);
  for (const { job, children: own } of roots) {
    jobs.set(jobKey(job.ref), job);
    for (const child of own) jobs.set(jobKey(child.ref), child);
    children.set(
      jobKey(job.ref),
      own.map(({ ref }) => ({ ref, bucket: "unprocessed" })),
    );
  }
  return { ...flow, jobs, children };
}

/** A row may stand for what blocks and what does not: the cause of a flow is that of its own worst culprit. */
function causesOfRoots(found: readonly FoundCulprit[]): ReadonlyMap<JobKey, CauseId> {
  const worst = new Map<JobRef, FoundCulprit>();
  for (const one of found) {
    const known = worst.get(one.root);
    if (one.finding.blocked && (known === undefined || compareCulprits(one, known) < 0)) worst.set(one.root, one);
  }
  return new Map(Array.from(worst, ([root, { finding }]) => [lastingJobKey(root), finding.cause]));
}

function belongsInTriage({ finding, severity, lock }: FoundCulprit): boolean {
  return finding.blocked || severity === "suspect" || lock?.verdict === "slow";
}

function rowOf(one: FoundCulprit): string {
  const { cause } = one.finding;
  return isQueueCause(cause) ? `${cause} ${one.job.ref.queue}` : culpritKey(one);
}
