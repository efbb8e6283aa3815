import type { Diagnosis } from "./diagnosis";
import { findCulprits } from "./find-culprits";
import type { DiagnosisInput } from "./find-culprits";
import { ancestorsOf, parentMap } from "./flow-chain";
import type { FlowReading } from "./flow-reader";
import { jobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
import { limits } from "./limits";
import { mergeFound } from "./merge-found";
import { keepEachCause, rankCulprits } from "./rank-culprits";
import { culpritKey, toCulprit } from "./to-culprit";

/**
 * Why a flow is blocked: for its root the whole flow, for any other job the path from the root to it and everything
 * below it. Blocked: the blocking culprits only, worst first. Else: the jobs that are being waited for.
 */
export function diagnoseFlow(input: DiagnosisInput & { readonly job: JobRef }): Diagnosis {
  const { flow, job: requested } = input;
  const isRoot = jobKey(flow.root) === jobKey(requested);
  const parents = parentMap(flow);
  const found = mergeFound(flow, findCulprits(input, isRoot ? null : keysAround(flow, parents, requested)), culpritKey);
  const ranked = rankCulprits(found);
  const blocking = ranked.filter(({ finding }) => finding.blocked);
  const shown = blocking.length > 0 ? blocking : ranked;
  const [worst] = shown;
  return {
    readAtMs: flow.readAtMs,
    job: requested,
    root: flow.root,
    blocked: blocking.length > 0,
    cause: worst?.finding.cause ?? "not-blocked",
    headline: worst?.finding.headline ?? "Nothing is blocked.",
    culprits: keepEachCause(shown, limits.culpritsPerDiagnosisMax).map((one) => toCulprit(one)),
    total: shown.length,
    truncated: shown.length > limits.culpritsPerDiagnosisMax || flow.cut.size > 0,
  };
}

/** The path from the root to a job, and everything below it. */
function keysAround(flow: FlowReading, parents: ReadonlyMap<JobKey, JobKey>, job: JobRef): ReadonlySet<JobKey> {
  const keys = new Set<JobKey>([jobKey(job)]);
  for (const key of keys) for (const edge of flow.children.get(key) ?? []) keys.add(jobKey(edge.ref));
  for (const ancestor of ancestorsOf(flow, parents, jobKey(job))) keys.add(jobKey(ancestor.ref));
  return keys;
}
