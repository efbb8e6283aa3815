import type { Redis } from "ioredis";

import type { ChildEdge, FlowReading } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import type { FinishedJobCache } from "./finished-job-cache";
import { readEdges } from "./read-edges";
import { readJobs } from "./read-jobs";
import type { RedisClock } from "./redis-clock";

type Deps = {
  readonly redis: Redis;
  readonly clock: RedisClock;
  readonly finished: FinishedJobCache;
  readonly knownQueues: () => ReadonlySet<string>;
};

type Walk = {
  readonly jobs: Map<JobKey, JobReading>;
  readonly children: Map<JobKey, ChildEdge[]>;
  readonly parentOf: Map<JobKey, JobKey>;
  readonly cut: Set<JobKey>;
};

/**
 * Reads flows from their roots down, a level of the tree at a time, pending children first. Iterative, bounded by
 * `limits.flowJobsMax`; an edge back to a job that was read already is dropped and marked (`cycle`).
 */
export async function walkFlow(
  deps: Deps,
  roots: readonly JobRef[],
  options: { readonly pendingOnly: boolean; readonly jobsMax: number },
): Promise<FlowReading> {
  const [root] = roots;
  if (root === undefined) throw new Error("A flow is read from one root at least.");
  const walk: Walk = { jobs: new Map(), children: new Map(), parentOf: new Map(), cut: new Set() };
  let level: readonly ChildEdge[] = roots.map((ref) => ({ ref, bucket: "unprocessed" }));
  while (level.length > 0) {
    const readings = await readLevel(deps, level);
    for (const job of readings) walk.jobs.set(jobKey(job.ref), job);
    const parents = readings.filter((job) => hasChildren(job, options));
    level = addEdges(walk, parents, await readEdges(deps, parents, options), options.jobsMax);
  }
  return {
    root,
    readAtMs: await deps.clock.readMs(),
    jobs: walk.jobs,
    children: walk.children,
    cut: walk.cut,
    exact: walk.cut.size === 0 && !options.pendingOnly,
  };
}

function hasChildren(job: JobReading, options: { readonly pendingOnly: boolean }): boolean {
  const { unprocessed, processed, ignored, failed } = job.children;
  return options.pendingOnly ? unprocessed > 0 : unprocessed + processed + ignored + failed > 0;
}

/** What is listed as processed completed for good: its short reading can come from memory. */
async function readLevel(deps: Deps, level: readonly ChildEdge[]): Promise<readonly JobReading[]> {
  const finished = level.filter((edge) => edge.bucket === "processed").map((edge) => edge.ref);
  const others = level.filter((edge) => edge.bucket !== "processed").map((edge) => edge.ref);
  const readings = await readJobs(deps, others, { confirmWaiting: true });
  return [...readings, ...(await deps.finished.read(finished))];
}

function addEdges(
  walk: Walk,
  parents: readonly JobReading[],
  found: readonly { readonly edges: readonly ChildEdge[]; readonly cut: boolean }[],
  jobsMax: number,
): readonly ChildEdge[] {
  const next: ChildEdge[] = [];
  const add = (parent: JobKey, edge: ChildEdge) => {
    const child = jobKey(edge.ref);
    if (walk.jobs.has(child) || walk.parentOf.has(child)) {
      markCycle(walk, child, parent);
      return;
    }
    if (walk.jobs.size + next.length >= jobsMax) {
      walk.cut.add(parent);
      return;
    }
    walk.parentOf.set(child, parent);
    siblingsOf(walk, parent).push(edge);
    next.push(edge);
  };
  // Pending ones of all parents come before any finished one, so that a cut leaves out what is done.
  for (const finished of [false, true]) {
    for (const [index, parent] of parents.entries()) {
      const key = jobKey(parent.ref);
      if (found[index]?.cut === true) walk.cut.add(key);
      for (const edge of found[index]?.edges ?? []) if ((edge.bucket === "processed") === finished) add(key, edge);
    }
  }
  return next;
}

function siblingsOf(walk: Walk, parent: JobKey): ChildEdge[] {
  const siblings = walk.children.get(parent) ?? [];
  walk.children.set(parent, siblings);
  return siblings;
}

function markCycle(walk: Walk, child: JobKey, parent: JobKey): void {
  const job = walk.jobs.get(child);
  if (job === undefined) return;
  let ancestor: JobKey | undefined = parent;
  for (let hops = 0; ancestor !== undefined && hops <= limits.depthMax; hops += 1) {
    if (ancestor === child) {
      walk.jobs.set(child, { ...job, damaged: [...new Set([...job.damaged, "cycle" as const])] });
      return;
    }
    ancestor = walk.parentOf.get(ancestor);
  }
}
