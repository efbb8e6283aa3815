import type { Redis } from "ioredis";

import type { ChildBucket, FlowReading } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { openBuckets } from "./child-collections";
import { dropLeftChildren } from "./drop-left-children";
import { FlowUnderWay } from "./flow-under-way";
import { runSlice } from "./flow-script";
import type { Follow, TakenSlice, WalkTask } from "./flow-script";
import type { FinishedJobCache } from "./finished-job-cache";
import type { KeyCutter } from "./key-cutter";
import { readEdges } from "./read-edges";
import type { ReadScript } from "./read-script";

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
  const [keys, jobs] = [[...flow.jobs.keys()], [...flow.jobs.values()]];
  const confirmed = await deps.confirm(jobs);
  for (const [index, key] of keys.entries()) {
    const job = confirmed[index];
    if (job !== undefined && job !== jobs[index]) flow.jobs.set(key, job);
  }
  return {
    root,
    readAtMs: walk.readAtMs,
    jobs: flow.jobs,
    children: flow.children,
    cut: flow.cut,
    exact: flow.cut.size === 0 && !options.pendingOnly,
  };
}

class ScriptWalk {
  readonly flow: FlowUnderWay;
  readonly #deps: ScriptWalkDeps;
  readonly #stack: WalkTask[] = [];
  readAtMs = 0;

  constructor(deps: ScriptWalkDeps, roots: readonly JobRef[]) {
    this.#deps = deps;
    this.flow = new FlowUnderWay(roots);
  }

  /** While what a slice read is decoded, Redis is at the next one. */
  async down(tasks: readonly WalkTask[], follow: Follow): Promise<void> {
    this.#stack.push(...tasks.toReversed());
    let next = this.#runNext(follow);
    while (next !== null) {
      const slice = await next;
      const refs = await this.#deps.cutter.cut(slice.found);
      const refAt = (at: number) => slice.tasks[at]?.ref ?? refs[at - slice.tasks.length] ?? null;
      this.#takeEdges(slice, refAt);
      this.#pushLeft(slice, refAt);
      next = this.#runNext(follow);
      next?.catch(() => undefined); // nothing is lost: the loop's next turn awaits it; this only keeps it handled until then
      const large = this.#takeJobs(slice, follow);
      this.#stack.push(...(await this.#follow(large, bucketsOf[follow])).toReversed());
      next ??= this.#runNext(follow);
    }
  }

  #runNext(follow: Follow): Promise<TakenSlice> | null {
    if (this.#stack.length === 0) return null;
    const knownQueues = this.#deps.cutter.knownQueues();
    return runSlice(this.#deps.script, { stack: this.#stack, follow, knownQueues });
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

  /** What was read takes its places; gives the parents of too many children to be followed by the script. */
  #takeJobs(slice: TakenSlice, follow: Follow): readonly JobReading[] {
    const { flow } = this;
    const large: JobReading[] = [];
    const followed = new Set(slice.edges.map(({ parentAt }) => parentAt));
    for (const { at, key, job } of slice.decodeJobs()) {
      this.readAtMs = job.readAtMs;
      if (!flow.has(key) || flow.jobs.has(key)) continue;
      flow.add(key, job);
      if (follow === "all") this.#deps.finished.remember(key, job);
      if (job.parent !== null) this.#deps.cutter.learn(job.parent.ref.queue);
      if (!followed.has(at) && bucketsOf[follow].some((bucket) => job.children[bucket] > 0)) large.push(job);
    }
    return large;
  }

  /** A parent's edges come before those of its children. */
  #takeEdges({ edges, asked, found }: TakenSlice, refAt: (at: number) => JobRef | null): void {
    for (const { parentAt, bucket, start, count } of edges) {
      const parent = asked[parentAt] ?? found[parentAt - asked.length];
      if (parent === undefined || !this.flow.has(parent)) continue;
      for (let at = start; at < start + count; at += 1) {
        const ref = refAt(at);
        const key = found[at - asked.length];
        if (ref !== null && key !== undefined) this.flow.takeChild(parent, key, { ref, bucket });
      }
    }
  }

  #pushLeft(slice: TakenSlice, refAt: (at: number) => JobRef | null): void {
    const bucketAt = new Map<number, ChildBucket>();
    if (slice.left.length > 0)
      for (const { bucket, start, count } of slice.edges)
        for (let at = start; at < start + count; at += 1) bucketAt.set(at, bucket);
    for (const at of slice.left) {
      const task = slice.tasks[at];
      if (task !== undefined) {
        this.#stack.push(task);
        continue;
      }
      const ref = refAt(at);
      const key = slice.found[at - slice.tasks.length];
      if (ref === null || key === undefined || !this.flow.has(key) || this.flow.jobs.has(key)) continue;
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
