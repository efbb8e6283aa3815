import type { Redis } from "ioredis";

import type { ChildBucket, ChildEdge, FlowReading } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { openBuckets } from "./child-collections";
import { dropLeftChildren } from "./drop-left-children";
import type { FinishedJobCache } from "./finished-job-cache";
import { FlowUnderWay } from "./flow-under-way";
import type { KeyCutter } from "./key-cutter";
import { readEdges } from "./read-edges";
import { readJobs } from "./read-jobs";
import type { RedisClock } from "./redis-clock";
import type { WaitingLists } from "./waiting-lists";

type Deps = {
  readonly redis: Redis;
  readonly clock: RedisClock;
  readonly lists: WaitingLists;
  readonly finished: FinishedJobCache;
  readonly cutter: KeyCutter;
};

/**
 * Reads flows from their roots down, a level of the tree at a time: first what is open (pending, failed, ignored) all
 * the way down, then what is processed, so that a cut never leaves out a problem for the sake of finished jobs.
 * Iterative, and bounded by `limits.flowJobsMax`.
 */
export async function walkFlow(
  deps: Deps,
  roots: readonly JobRef[],
  options: { readonly pendingOnly: boolean },
): Promise<FlowReading> {
  const [root] = roots;
  if (root === undefined) throw new Error("A flow is read from one root at least.");
  const flow = new FlowUnderWay(roots);
  const starts = roots.map((ref): ChildEdge => ({ ref, bucket: "unprocessed" }));
  const open = await walkDown(
    deps,
    flow,
    await readLevel(deps, flow, starts),
    options.pendingOnly ? pending : openBuckets,
  );
  await dropLeftChildren(deps.redis, flow);
  if (!options.pendingOnly) {
    const processed = await takeChildren(deps, flow, open, ["processed"]);
    await walkDown(deps, flow, await readLevel(deps, flow, processed), everyBucket);
  }
  return {
    root,
    readAtMs: await deps.clock.readMs(),
    jobs: flow.jobs,
    children: flow.children,
    cut: flow.cut,
    exact: flow.cut.size === 0 && !options.pendingOnly,
  };
}

const pending = ["unprocessed"] as const satisfies readonly ChildBucket[];
const everyBucket = [...openBuckets, "processed"] as const satisfies readonly ChildBucket[];

/** Gives every job that was passed on the way. */
async function walkDown(
  deps: Deps,
  flow: FlowUnderWay,
  from: readonly JobReading[],
  buckets: readonly ChildBucket[],
): Promise<readonly JobReading[]> {
  const passed = [...from];
  let level = from;
  while (level.length > 0) {
    level = await readLevel(deps, flow, await takeChildren(deps, flow, level, buckets));
    passed.push(...level);
  }
  return passed;
}

async function takeChildren(
  deps: Deps,
  flow: FlowUnderWay,
  jobs: readonly JobReading[],
  buckets: readonly ChildBucket[],
): Promise<readonly ChildEdge[]> {
  const parents = jobs.filter((job) => buckets.some((bucket) => job.children[bucket] > 0));
  const edgesMax = limits.flowJobsMax - flow.jobs.size;
  const found = await readEdges(deps, parents, { buckets, edgesMax });
  return parents.flatMap((parent, index) => flow.takeChildren(jobKey(parent.ref), found[index]));
}

/** What is listed as processed completed for good: its short reading can come from memory. */
async function readLevel(deps: Deps, flow: FlowUnderWay, level: readonly ChildEdge[]): Promise<readonly JobReading[]> {
  const refsOf = (isProcessed: boolean) =>
    level.filter((child) => (child.bucket === "processed") === isProcessed).map((child) => child.ref);
  const jobs = [...(await readJobs(deps, refsOf(false))), ...(await deps.finished.read(refsOf(true)))];
  for (const job of jobs) {
    flow.jobs.set(jobKey(job.ref), job);
    if (job.parent !== null) deps.cutter.learn(job.parent.ref.queue);
  }
  return jobs;
}
