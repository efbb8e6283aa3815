import type { FailurePolicy } from "@/lib/core/failure-policy";
import { jobKey } from "@/lib/core/job-ref";

import type { RawJob } from "./seed-raw-job";

/** The instants of all jobs of one seeding. */
export type RawTimes = { readonly createdAtMs: number; readonly processedAtMs: number; readonly finishedAtMs: number };

/** BullMQ `src/classes/job.ts` (`optsEncodeMap`, `parentOpts`). */
const policyFields = {
  none: {},
  "fail-parent": { fpof: true },
  ignore: { idof: true },
  remove: { rdof: true },
  continue: { cpof: true },
} as const satisfies Record<FailurePolicy, object>;

/** The fields of a job's hash as flat field-value pairs, in the words and the JSON that BullMQ 6 writes. */
export function rawHash(job: RawJob, parent: RawJob | null, times: RawTimes): readonly string[] {
  const { state } = job;
  const fields = [
    ...["name", job.name, "data", job.data, "opts", rawOptions(job, parent)],
    ...["timestamp", String(times.createdAtMs)],
    ...["delay", String(state.kind === "delayed" ? state.delayMs : 0)],
    ...["priority", String(state.kind === "prioritized" ? state.priority : 0)],
  ];
  if (parent !== null) {
    const stored = { id: parent.id, queueKey: parent.queue, ...policyFields[job.policy] };
    fields.push("parentKey", jobKey(parent), "parent", JSON.stringify(stored));
  }
  const deferred = deferredFailure(job);
  if (deferred !== null) fields.push("defa", deferred);
  return [...fields, ...runFields(job, times)];
}

function rawOptions(job: RawJob, parent: RawJob | null): string {
  const { state } = job;
  return JSON.stringify({
    ...(job.madeId ? {} : { jobId: job.id }),
    ...(state.kind === "prioritized" ? { priority: state.priority } : {}),
    // BullMQ's own order of the fields, in which this one policy comes first.
    ...(job.policy === "remove" ? policyFields.remove : {}),
    ...(parent === null ? {} : { parent: { id: parent.id, queue: parent.queue } }),
    ...(state.kind === "delayed" ? { delay: state.delayMs } : {}),
    ...policyFields[job.policy],
    attempts: 0,
  });
}

function runFields({ state, worker }: RawJob, { processedAtMs, finishedAtMs }: RawTimes): readonly string[] {
  if (state.kind !== "active" && state.kind !== "completed" && state.kind !== "failed") return [];
  const started = ["processedOn", String(processedAtMs), "ats", "1", ...(worker === null ? [] : ["pb", worker])];
  if (state.kind === "active") return started;
  const finished = [...started, "atm", "1", "finishedOn", String(finishedAtMs)];
  if (state.kind === "completed") return [...finished, "returnvalue", state.returnValue];
  return [...finished, "failedReason", state.reason, "stacktrace", JSON.stringify([state.stack])];
}

/** A child that fails its parent lets a worker of the parent do so: until then the failure is deferred. */
function deferredFailure({ state, children }: RawJob): string | null {
  if (state.kind !== "waiting") return null;
  const culprit = children.findLast((child) => child.policy === "fail-parent" && child.state.kind === "failed");
  return culprit === undefined ? null : `child ${jobKey(culprit)} failed`;
}
