import { blockedMsOf } from "./find-culprits";
import type { FoundCulprit } from "./find-culprits";
import type { FlowReading } from "./flow-reader";
import type { JobReading } from "./job-reading";
import type { JobRef } from "./job-ref";

/** One row of what was found: a culprit with everything that it holds up, each ancestor and each flow counted once. */
export type MergedCulprit = FoundCulprit & {
  readonly roots: readonly JobRef[];
};

/** Merges found culprits of one row; a row stands for its most direct finding, among equals for the oldest. */
export function mergeFound(
  flow: FlowReading,
  found: readonly FoundCulprit[],
  rowOf: (one: FoundCulprit) => string,
): readonly MergedCulprit[] {
  const rows = new Map<string, FoundCulprit[]>();
  for (const one of found) {
    const key = rowOf(one);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [one]);
    else row.push(one);
  }
  return [...rows.values()].flatMap((row) => mergeRow(flow, row) ?? []);
}

/** Joins rows of the same name that hold up different jobs. */
export function joinRows(
  rows: readonly MergedCulprit[],
  rowOf: (one: FoundCulprit) => string,
): readonly MergedCulprit[] {
  const joined = new Map<string, MergedCulprit>();
  for (const row of rows) {
    const name = rowOf(row);
    const known = joined.get(name);
    joined.set(name, known === undefined ? row : joinTwo(known, row));
  }
  return [...joined.values()];
}

function joinTwo(a: MergedCulprit, b: MergedCulprit): MergedCulprit {
  return {
    ...(isBetter(b, a) ? b : a),
    blockedMs: a.blockedMs + b.blockedMs,
    roots: [...a.roots, ...b.roots],
    blockedJobs: a.blockedJobs + b.blockedJobs,
  };
}

function mergeRow(flow: FlowReading, row: readonly FoundCulprit[]): MergedCulprit | null {
  const [first] = row;
  if (first === undefined) return null;
  if (row.length === 1) return { ...first, roots: [first.root] };
  // Readings are one per job: comparing them is cheaper than making their keys.
  const blocked = new Map<JobReading, number>();
  const roots = new Set<JobRef>();
  for (const { job, ancestors, sinceMs, root } of row) {
    roots.add(root);
    for (const waiting of [job, ...ancestors()]) {
      const ms = blockedMsOf(waiting, sinceMs, flow.readAtMs);
      if (ms !== null) blocked.set(waiting, Math.max(ms, blocked.get(waiting) ?? 0));
    }
  }
  let blockedMs = 0;
  for (const ms of blocked.values()) blockedMs += ms;
  const chosen = row.reduce((best, one) => (isBetter(one, best) ? one : best), first);
  return { ...chosen, blockedMs, roots: [...roots], blockedJobs: blocked.size };
}

function isBetter(a: FoundCulprit, b: FoundCulprit): boolean {
  const isDirect = (one: FoundCulprit) => one.finding.holder === undefined;
  if (isDirect(a) !== isDirect(b)) return isDirect(a);
  return a.sinceMs < b.sinceMs;
}
