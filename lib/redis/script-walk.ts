import type { Redis } from "ioredis";

import type { ChildBucket, ChildEdge, FlowReading } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { openBuckets } from "./child-collections";
import { dropLeftChildren } from "./drop-left-children";
import { FlowUnderWay } from "./flow-under-way";
import { runSlice } from "./flow-script";
import type { Follow, WalkTask } from "./flow-script";
import type { FinishedJobCache } from "./finished-job-cache";
import type { KeyCutter } from "./key-cutter";
import { readEdges } from "./read-edges";
import type { ReadScript } from "./read-script";
import type { Slice, SliceEdges } from "./walk-slice";

export type ScriptWalkDeps = {
  readonly redis: Redis;
  readonly script: ReadScript;
  readonly cutter: KeyCutter;
  readonly finished: FinishedJobCache;
  /** Says of jobs that seem to wait, or to be nowhere, where they are. */
  readonly confirm: (jobs: readonly JobReading[]) => Promise<readonly JobReading[]>;
};

const pending = ["unprocessed"] as const satisfies readonly ChildBucket[];
const everyBucket = [...openBuckets, "processed"] as const satisfies readonly ChildBucket[];
const bucketsOf = { nothing: [], pending, open: openBuckets, all: everyBucket } as const satisfies Record<
  Follow,
  readonly ChildBucket[]
>;

/**
 * Reads flows from their roots down by slices of the walk script: first what is open all the way down, then what is
 * processed, so that a cut never leaves out a problem for the sake of finished jobs.
 */
export async function walkFlowByScript(
  deps: ScriptWalkDeps,
  roots: readonly JobRef[],
  options: { readonly pendingOnly: boolean },
): Promise<FlowReading> {
  const [root] = roots;
  if (root === undefined) throw new Error("A flow is read from one root at least.");
  const walk = new ScriptWalk(deps, roots);
  await walk.down(
    roots.map((ref) => ({ ref, flag: "read" })),
    options.pendingOnly ? "pending" : "open",
  );
  await dropLeftChildren(deps.redis, walk.flow);
  if (!options.pendingOnly) await walk.downProcessed();
  const { flow } = walk;
  for (const job of await deps.confirm([...flow.jobs.values()])) flow.jobs.set(jobKey(job.ref), job);
  return {
    root,
    readAtMs: walk.readAtMs,
    jobs: flow.jobs,
    children: flow.children,
    cut: flow.cut,
    exact: flow.cut.size === 0 && !options.pendingOnly,
  };
}

type TakenSlice = Slice & { readonly tasks: readonly WalkTask[] };

class ScriptWalk {
  readonly flow: FlowUnderWay;
  readonly #deps: ScriptWalkDeps;
  readonly #stack: WalkTask[] = [];
  readAtMs = 0;

  constructor(deps: ScriptWalkDeps, roots: readonly JobRef[]) {
    this.#deps = deps;
    this.flow = new FlowUnderWay(roots);
  }

  async down(tasks: readonly WalkTask[], follow: Follow): Promise<void> {
    this.#stack.push(...tasks.toReversed());
    while (this.#stack.length > 0) {
      const knownQueues = this.#deps.cutter.knownQueues();
      const slice = await runSlice(this.#deps.script, { stack: this.#stack, follow, knownQueues });
      const refs = await this.#deps.cutter.cut(slice.found);
      await this.#take(slice, refs, follow);
    }
  }

  /** What is finished, below what was read; what was read of it within the last minute is not read again. */
  async downProcessed(): Promise<void> {
    let parents = [...this.flow.jobs.values()].filter((job) => job.children.processed > 0);
    let buckets: readonly ChildBucket[] = ["processed"];
    while (parents.length > 0) {
      const { tasks, recalled } = this.#recall(await this.#follow(parents, buckets));
      await this.down(tasks, "all");
      parents = recalled.filter(({ children }) => everyBucket.some((bucket) => children[bucket] > 0));
      buckets = everyBucket;
    }
  }

  #recall(found: readonly WalkTask[]) {
    const tasks: WalkTask[] = [];
    const recalled: JobReading[] = [];
    for (const task of found) {
      const key = jobKey(task.ref);
      const job = task.flag === "processed" ? this.#deps.finished.recall(key) : null;
      if (job === null) tasks.push(task);
      else {
        this.flow.jobs.set(key, job);
        recalled.push(job);
      }
    }
    return { tasks, recalled };
  }

  async #take(slice: TakenSlice, refs: readonly (JobRef | null)[], follow: Follow): Promise<void> {
    const { flow } = this;
    const large: JobReading[] = [];
    const followed = new Set(slice.edges.map(({ parentAt }) => parentAt));
    const refAt = (at: number) => slice.tasks[at]?.ref ?? refs[at - slice.tasks.length] ?? null;
    let nextEdges = 0;
    const takeEdges = (rowsBefore: number) => {
      for (
        let edges = slice.edges[nextEdges];
        edges && edges.rowsBefore <= rowsBefore;
        edges = slice.edges[nextEdges]
      ) {
        nextEdges += 1;
        this.#takeEdges(edges, refAt);
      }
    };
    for (const [index, { at, job }] of slice.jobs.entries()) {
      takeEdges(index);
      this.readAtMs = job.readAtMs;
      const key = jobKey(job.ref);
      if (!flow.has(key) || flow.jobs.has(key)) continue;
      flow.jobs.set(key, job);
      if (follow === "all") this.#deps.finished.remember(job);
      if (job.parent !== null) this.#deps.cutter.learn(job.parent.ref.queue);
      if (!followed.has(at) && bucketsOf[follow].some((bucket) => job.children[bucket] > 0)) large.push(job);
    }
    takeEdges(slice.jobs.length);
    this.#pushLeft(slice, refAt);
    this.#stack.push(...(await this.#follow(large, bucketsOf[follow])).toReversed());
  }

  #takeEdges({ parentAt, bucket, start, count }: SliceEdges, refAt: (at: number) => JobRef | null): void {
    const parent = refAt(parentAt);
    if (parent === null || !this.flow.has(jobKey(parent))) return;
    const edges: ChildEdge[] = [];
    for (let at = start; at < start + count; at += 1) {
      const ref = refAt(at);
      if (ref !== null) edges.push({ ref, bucket });
    }
    this.flow.takeChildren(jobKey(parent), { edges, cut: false });
  }

  #pushLeft(slice: TakenSlice, refAt: (at: number) => JobRef | null): void {
    const bucketAt = new Map<number, ChildBucket>();
    for (const { bucket, start, count } of slice.edges)
      for (let at = start; at < start + count; at += 1) bucketAt.set(at, bucket);
    for (const at of slice.left) {
      const task = slice.tasks[at];
      if (task !== undefined) {
        this.#stack.push(task);
        continue;
      }
      const ref = refAt(at);
      if (ref === null || !this.flow.has(jobKey(ref)) || this.flow.jobs.has(jobKey(ref))) continue;
      this.#stack.push({ ref, flag: bucketAt.get(at) === "processed" ? "processed" : "read" });
    }
  }

  async #follow(parents: readonly JobReading[], buckets: readonly ChildBucket[]): Promise<readonly WalkTask[]> {
    const edgesMax = limits.flowJobsMax - this.flow.jobs.size;
    const found = await readEdges(this.#deps, parents, { buckets, edgesMax });
    return parents.flatMap((parent, index) =>
      this.flow
        .takeChildren(jobKey(parent.ref), found[index])
        .map(({ ref, bucket }): WalkTask => ({ ref, flag: bucket === "processed" ? "processed" : "read" })),
    );
  }
}
