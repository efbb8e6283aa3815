import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";

import { climbScript } from "./climb-script";
import { runSlice } from "./flow-script";
import type { WalkTask } from "./flow-script";
import { KnownParents } from "./known-parents";
import { createPipelineReader } from "./pipeline-flow-reader";
import type { PipelineFlowReaderOptions } from "./pipeline-flow-reader";
import { readAncestors } from "./read-ancestors";
import { queueScript } from "./queue-script";
import { readFlowHead } from "./read-flow-head";
import { confirmJobs } from "./read-jobs";
import { readQueuesByScript } from "./read-queues";
import { readWaitingParentsByScript } from "./read-waiting-parents";
import { ReadScript } from "./read-script";
import { walkFlowByScript } from "./script-walk";
import type { ScriptWalkDeps } from "./script-walk";
import { waitingCheckScript, waitingParentsScript } from "./waiting-parents-script";
import { walkJobs } from "./walk-jobs";
import { walkScript } from "./walk-script";

/**
 * The fast path: read-only scripts, a moment of Redis each, for jobs, flows and the way up; all else as the plain path.
 * Throws `ScriptRefusedError` where the server or the user's rights do not allow it.
 */
export function createScriptFlowReader(options: PipelineFlowReaderOptions): FlowReader {
  return addScripts(createPipelineReader(options));
}

/** The same on what a plain reader reads by. */
export function addScripts({ reader: plain, deps: plainDeps }: ReturnType<typeof createPipelineReader>): FlowReader {
  const { redis } = plainDeps;
  const deps: ScriptWalkDeps = {
    redis,
    script: new ReadScript(redis, walkScript),
    cutter: plainDeps.cutter,
    finished: plainDeps.finished,
    confirm: (jobs) => confirmJobs(plainDeps, jobs),
  };
  const waitingParents = {
    ...plainDeps,
    script: new ReadScript(redis, waitingParentsScript),
    checkScript: new ReadScript(redis, waitingCheckScript),
    known: new KnownParents(),
  };
  const climb = new ReadScript(redis, climbScript);
  const ofQueues = { redis, script: new ReadScript(redis, queueScript) };
  const { clock, headLists } = plainDeps;
  const head = { ...deps, confirm: (jobs: readonly JobReading[]) => confirmJobs({ clock, lists: headLists }, jobs) };
  const readJobs = (refs: readonly JobRef[]) => readJobsByScript(deps, refs);
  return {
    ...plain,
    kind: "script",
    readJobs,
    readAncestors: (ref) => readAncestors({ readJobs, readParents: (from) => readParents(climb, from) }, ref),
    readFlow: (root) => walkFlowByScript(deps, [root], { pendingOnly: false }),
    readFlowHead: (request) =>
      readFlowHead({ ...deps, readJobs: (refs) => readJobsByScript(head, refs), sampledMax: 80 }, request),
    readWaitingParents: (queue, request) => readWaitingParentsByScript(waitingParents, queue, request),
    walkJobs: (root) => walkJobs({ ...plainDeps, readJobs }, root),
    readPendingFlow: (roots) => walkFlowByScript(deps, roots, { pendingOnly: true }),
    readQueues: (queues) => readQueuesByScript(ofQueues, queues),
  };
}

async function readJobsByScript(deps: ScriptWalkDeps, refs: readonly JobRef[]): Promise<readonly JobReading[]> {
  const wanted = new Map(refs.map((ref) => [jobKey(ref), ref]));
  const stack = [...wanted.values()].toReversed().map((ref): WalkTask => ({ ref, flag: "read" }));
  const read = new Map<JobKey, JobReading>();
  const knownQueues = new Set<string>();
  while (stack.length > 0) {
    const slice = await runSlice(deps.script, { stack, follow: "nothing", knownQueues });
    for (const { key, job } of slice.decodeJobs()) read.set(key, job);
    for (const at of slice.left) stack.push(...slice.tasks.slice(at, at + 1));
  }
  const jobs = new Map((await deps.confirm([...read.values()])).map((job) => [jobKey(job.ref), job]));
  return refs.flatMap((ref) => jobs.get(jobKey(ref)) ?? []);
}

const climbUs = 1_000;

async function readParents(script: ReadScript, from: JobRef) {
  const reply = await script.run(jobKey(from), [climbUs, from.queue, from.id]);
  const [path, ended] = Array.isArray(reply) ? reply : [];
  const flat: readonly unknown[] = Array.isArray(path) ? path : [];
  const parents: JobRef[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) parents.push({ queue: String(flat[at]), id: String(flat[at + 1]) });
  return { parents, ended: ended === 1 };
}
