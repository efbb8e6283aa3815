import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";

import { FinishedJobCache } from "./finished-job-cache";
import { KeyCutter } from "./key-cutter";
import { listChildren } from "./list-children";
import { listJobs } from "./list-jobs";
import { readAncestors } from "./read-ancestors";
import { readJobRaw, readLogs, readPayloads } from "./read-job-details";
import { readJobs } from "./read-jobs";
import { readQueues, readWorkers } from "./read-queues";
import { RedisClock } from "./redis-clock";
import { WaitingLists } from "./waiting-lists";
import { walkFlow } from "./walk-flow";

export type PipelineFlowReaderOptions = {
  readonly redis: Redis;
  /** The queues known now, to cut job keys right. */
  readonly knownQueues: () => ReadonlySet<string>;
};

/** The plain path: bounded pipelines of reading commands that a read-only ACL user may send. */
export function createPipelineFlowReader({ redis, knownQueues }: PipelineFlowReaderOptions): FlowReader {
  const clock = new RedisClock(redis);
  const lists = new WaitingLists(redis);
  const finished = new FinishedJobCache({ clock, lists });
  const deps = { redis, clock, lists, finished, cutter: new KeyCutter(redis, knownQueues) };
  return {
    kind: "pipeline",
    readClockMs: () => clock.readMs(),
    readJobs: (refs) => readJobs(deps, refs),
    readAncestors: (ref) => readAncestors(deps, ref),
    readFlow: (root) => walkFlow(deps, [root], { pendingOnly: false }),
    readPendingFlow: (roots) => walkFlow(deps, roots, { pendingOnly: true }),
    listChildren: (parent, page) => listChildren(deps, parent, page),
    listJobs: (queue, page) => listJobs(redis, queue, page),
    readQueues: (queues) => readQueues(deps, queues),
    readWorkers: () => readWorkers(redis),
    readJobRaw: (ref) => readJobRaw(deps, ref),
    readPayloads: (ref) => readPayloads(redis, ref),
    readLogs: (ref, page) => readLogs(redis, ref, page),
  };
}
