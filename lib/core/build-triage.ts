import type { CauseId } from "./cause";
import type { Culprit } from "./diagnosis";
import { findCulprits, waitingJudge } from "./find-culprits";
import type { DiagnosisInput, FoundCulprit } from "./find-culprits";
import type { FlowReading, WaitingRoot } from "./flow-reader";
import { jobKey, lastingJobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
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
  /** Flows with a culprit that blocks them. */
  readonly blockedFlows: number;
  /** The worst cause of each blocked flow, by its root's key; of those too, whose rows were cut off. */
  readonly causes: ReadonlyMap<JobKey, CauseId>;
  /** Blocked jobs and flows of each held lock, by job key. */
  readonly blocks: ReadonlyMap<JobKey, { readonly jobs: number; readonly flows: number }>;
};

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
    blockedFlows: causes.size,
    causes,
    blocks: new Map(
      rows
        .filter(({ lock }) => lock !== null)
        .map((row) => [culpritKey(row), { jobs: row.blockedJobs, flows: row.roots.length }]),
    ),
  };
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
