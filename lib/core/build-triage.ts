import type { Culprit } from "./diagnosis";
import { findCulprits } from "./find-culprits";
import type { DiagnosisInput, FoundCulprit } from "./find-culprits";
import { parentMap } from "./flow-chain";
import { jobKey } from "./job-ref";
import type { JobKey } from "./job-ref";
import { limits } from "./limits";
import { mergeFound } from "./merge-found";
import { isQueueCause } from "./queue-causes";
import { rankCulprits } from "./rank-culprits";
import { culpritKey, toCulprit } from "./to-culprit";

export type TriageResult = {
  readonly culprits: readonly Culprit[];
  /** Of all rows, those that were cut off included. */
  readonly total: number;
  /** Rows were cut off. */
  readonly truncated: boolean;
  /** Flows with a culprit that blocks them. */
  readonly blockedFlows: number;
  /** Blocked jobs and flows of each held lock, by job key. */
  readonly blocks: ReadonlyMap<JobKey, { readonly jobs: number; readonly flows: number }>;
};

/** One row per culprit over all flows, worst first: what blocks, what is suspect, and what is slow. */
export function buildTriage(input: DiagnosisInput): TriageResult {
  const { flow } = input;
  const parents = parentMap(flow);
  const found = findCulprits(input, null);
  const rows = mergeFound(flow, parents, found, rowOf);
  const ranked = rankCulprits(rows.filter(belongsInTriage));
  const blockedRoots = new Set(found.filter(({ finding }) => finding.blocked).map(({ root }) => jobKey(root)));
  return {
    culprits: ranked.slice(0, limits.triageRowsMax).map((one) => toCulprit(flow, parents, one)),
    total: ranked.length,
    truncated: ranked.length > limits.triageRowsMax,
    blockedFlows: blockedRoots.size,
    blocks: new Map(
      rows
        .filter(({ lock }) => lock !== null)
        .map((row) => [culpritKey(row), { jobs: row.blockedJobs, flows: row.roots.length }]),
    ),
  };
}

function belongsInTriage({ finding, severity, lock }: FoundCulprit): boolean {
  return finding.blocked || severity === "suspect" || lock?.verdict === "slow";
}

function rowOf(one: FoundCulprit): string {
  const { cause } = one.finding;
  return isQueueCause(cause) ? `${cause} ${one.job.ref.queue}` : culpritKey(one);
}
