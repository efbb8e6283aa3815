import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";

import { findReleasedParents } from "./find-released-parents";
import { FinishedJobCache } from "./finished-job-cache";
import { KeyCutter } from "./key-cutter";
import { listChildren } from "./list-children";
import { listJobs } from "./list-jobs";
import { readAncestors, readParentPlainly } from "./read-ancestors";
import { readData } from "./read-data";
import { readJobRaw, readLogs, readPayloads } from "./read-job-details";
import { readFlowHead } from "./read-flow-head";
import { readJobs } from "./read-jobs";
import { readQueues, readWorkers } from "./read-queues";
import { readWaitingParentsPlainly } from "./read-waiting-parents";
import { RedisClock } from "./redis-clock";
import { stillPending } from "./still-pending";
import { WaitingLists } from "./waiting-lists";
import { walkFlow } from "./walk-flow";
import { walkJobs } from "./walk-jobs";

export type PipelineFlowReaderOptions = {
  readonly redis: Redis;
  /** The queues known now, to cut job keys right. */
  readonly knownQueues: () => ReadonlySet<string>;
};

/** The plain path: bounded pipelines of reading commands that a read-only ACL user may send. */
export function createPipelineFlowReader(options: PipelineFlowReaderOptions): FlowReader {
  return createPipelineReader(options).reader;
}

/** The plain path with what it reads by, for the other path to share. */
export function createPipelineReader({ redis, knownQueues }: PipelineFlowReaderOptions) {
  const clock = new RedisClock(redis);
  const lists = new WaitingLists(redis);
  const finished = new FinishedJobCache({ clock, lists });
  const deps = { redis, clock, lists, finished, cutter: new KeyCutter(redis, knownQueues) };
  // A first look does not walk a long list to its end for jobs that it only samples.
  const headLists = new WaitingLists(redis, { walkMax: 20_000 });
  const climbing = {
    readJobs: (refs: readonly JobRef[]) => readJobs(deps, refs),
    readParents: (from: JobRef) => readParentPlainly(redis, from),
  };
  const reader: FlowReader = {
    kind: "pipeline",
    readClockMs: () => clock.readMs(),
    readJobs: climbing.readJobs,
    readAncestors: (ref) => readAncestors(climbing, ref),
    readFlow: (root) => walkFlow(deps, [root], { pendingOnly: false }),
    readPendingFlow: (roots) => walkFlow(deps, roots, { pendingOnly: true }),
    readFlowHead: (request) =>
      readFlowHead(
        { ...deps, readJobs: (refs) => readJobs({ clock, lists: headLists }, refs), sampledMax: 30 },
        request,
      ),
    walkJobs: (root) => walkJobs({ ...deps, readJobs: climbing.readJobs }, root),
    readWaitingParents: (queue, request) =>
      readWaitingParentsPlainly({ ...deps, readJobs: climbing.readJobs }, queue, request),
    findReleasedParents: (queues) => findReleasedParents(redis, queues),
    stillPending: (edges) => stillPending(redis, edges),
    listChildren: (parent, page) => listChildren(deps, parent, page),
    listJobs: (queue, page) => listJobs(redis, queue, page),
    readQueues: (queues) => readQueues(deps, queues),
    readWorkers: () => readWorkers(redis),
    readJobRaw: (ref) => readJobRaw(deps, ref),
    readPayloads: (ref) => readPayloads(redis, ref),
    readData: (refs) => readData(redis, refs),
    readLogs: (ref, page) => readLogs(redis, ref, page),
  };
  return { reader, deps: { ...deps, headLists } };
}
