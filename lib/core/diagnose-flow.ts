import type { Diagnosis } from "./diagnosis";
import { findCulprits } from "./find-culprits";
import type { DiagnosisInput } from "./find-culprits";
import type { FlowReading } from "./flow-reader";
import { jobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
import { limits } from "./limits";
import { rankCulprits } from "./rank-culprits";

/**
 * Why a flow is blocked: for its root the whole flow, for any other job the path from the root to it and everything
 * below it. Blocked: the blocking culprits only, worst first. Else: the jobs that are being waited for.
 */
export function diagnoseFlow(input: DiagnosisInput & { readonly job: JobRef }): Diagnosis {
  const { flow, job: requested } = input;
  const isRoot = jobKey(flow.root) === jobKey(requested);
  const found = rankCulprits(findCulprits(input, isRoot ? null : keysBelow(flow, requested)));
  const blocking = found.filter((one) => one.blocked);
  const shown = blocking.length > 0 ? blocking : found;
  const [worst] = shown;
  return {
    readAtMs: flow.readAtMs,
    job: requested,
    root: flow.root,
    blocked: blocking.length > 0,
    cause: worst?.culprit.cause ?? "not-blocked",
    headline: worst?.culprit.headline ?? "Nothing is blocked.",
    culprits: shown.slice(0, limits.culpritsPerDiagnosisMax).map((one) => one.culprit),
    total: shown.length,
    truncated: shown.length > limits.culpritsPerDiagnosisMax || flow.cut.size > 0,
  };
}

function keysBelow(flow: FlowReading, job: JobRef): ReadonlySet<JobKey> {
  const keys = new Set<JobKey>([jobKey(job)]);
  for (const key of keys) for (const edge of flow.children.get(key) ?? []) keys.add(jobKey(edge.ref));
  return keys;
}
