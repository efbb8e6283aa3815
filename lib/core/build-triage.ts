import type { Culprit } from "./diagnosis";
import { findCulprits, sum } from "./find-culprits";
import type { DiagnosisInput, FoundCulprit } from "./find-culprits";
import { jobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
import { limits } from "./limits";
import { isQueueCause } from "./queue-causes";
import { rankCulprits } from "./rank-culprits";

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
  const found = findCulprits(input, null).filter(
    ({ blocked, culprit }) => blocked || culprit.severity === "suspect" || culprit.lock?.verdict === "slow",
  );
  const rows = new Map<string, FoundCulprit>();
  for (const one of found) {
    const key = rowKey(one.culprit);
    const known = rows.get(key);
    rows.set(key, known === undefined ? one : merge(known, one));
  }
  const blockedRoots = new Set(
    found.filter((one) => one.blocked).flatMap((one) => one.culprit.roots.map((root) => jobKey(root))),
  );
  const ranked = rankCulprits([...rows.values()]);
  return {
    culprits: ranked.slice(0, limits.triageRowsMax).map((one) => one.culprit),
    total: ranked.length,
    truncated: ranked.length > limits.triageRowsMax,
    blocks: blocksOf(found),
    blockedFlows: blockedRoots.size,
  };
}

function rowKey({ cause, job }: Culprit): string {
  return isQueueCause(cause) ? `${cause} ${job.queue}` : `${cause} ${jobKey(job)}`;
}

function merge(a: FoundCulprit, b: FoundCulprit): FoundCulprit {
  const [older, newer] = a.sinceMs <= b.sinceMs ? [a, b] : [b, a];
  const blockedMsByAncestor = new Map(newer.blockedMsByAncestor);
  for (const [key, ms] of older.blockedMsByAncestor)
    blockedMsByAncestor.set(key, Math.max(ms, blockedMsByAncestor.get(key) ?? 0));
  const roots = uniqueRefs([...older.culprit.roots, ...newer.culprit.roots]);
  return {
    ...older,
    blockedMsByAncestor,
    culprit: { ...older.culprit, roots, flows: roots.length, blockedMs: sum(blockedMsByAncestor.values()) },
  };
}

function uniqueRefs(refs: readonly JobRef[]): readonly JobRef[] {
  return [...new Map(refs.map((ref) => [jobKey(ref), ref])).values()];
}

function blocksOf(found: readonly FoundCulprit[]): TriageResult["blocks"] {
  const blocks = new Map<JobKey, { readonly jobs: number; readonly flows: number }>();
  for (const { culprit, blockedMsByAncestor } of found) {
    if (culprit.lock !== null)
      blocks.set(jobKey(culprit.job), { jobs: blockedMsByAncestor.size, flows: culprit.roots.length });
  }
  return blocks;
}
