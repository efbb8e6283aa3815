import type { Redis } from "ioredis";

import type { ChildEdge, FlowHeadRequest, FlowReading } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { listedBucket } from "@/lib/core/listed-bucket";

import { climbFrom } from "./climb-from";
import { dropLeftChildren } from "./drop-left-children";
import { findFlowProblems } from "./find-flow-problems";
import { FlowUnderWay } from "./flow-under-way";
import type { KeyCutter } from "./key-cutter";
import { sampleEdges } from "./sample-edges";

export type FlowHeadDeps = {
  readonly redis: Redis;
  readonly cutter: KeyCutter;
  readonly readJobs: (refs: readonly JobRef[]) => Promise<readonly JobReading[]>;
  /** Jobs that are sampled from the root down; a reading costs the paths differently many commands. */
  readonly sampledMax: number;
};

/** Jobs that problems lead to, and their ancestors. */
const foundMax = 400;
/** Commands spent on climbing from what was asked for. */
const throughCommandsMax = 300;

/** A first look at a flow of any size, bounded in commands. */
export async function readFlowHead(deps: FlowHeadDeps, request: FlowHeadRequest): Promise<FlowReading> {
  const head = new FlowHead(deps, request.root);
  await head.readRoot();
  await head.addPaths(
    await climbFrom(deps.redis, request.through, {
      isHome: (key) => key === jobKey(request.root),
      commandsMax: throughCommandsMax,
    }),
  );
  await head.sampleDown();
  const cut = head.cutParents();
  if (cut.length === 0) return head.finish(new Map());
  const { hits, counted, lost } = await findFlowProblems(deps.redis, cut, [
    ...new Set([...head.queues(), ...request.queues]),
  ]);
  await head.addPaths(hits);
  await head.addPaths(await climbFrom(deps.redis, lost, { isHome: (key) => head.knows(key), commandsMax: 250 }));
  return head.finish(counted);
}

class FlowHead {
  readonly #deps: FlowHeadDeps;
  readonly #root: JobRef;
  readonly #flow: FlowUnderWay;
  readonly #sampled = new Set<JobKey>();
  /** All their children were listed; one that is not among them has ended since its parent was read. */
  readonly #whole = new Set<JobKey>();

  constructor(deps: FlowHeadDeps, root: JobRef) {
    this.#deps = deps;
    this.#root = root;
    this.#flow = new FlowUnderWay([root], deps.sampledMax + foundMax);
  }

  async readRoot(): Promise<void> {
    await this.#read([this.#root]);
  }

  knows(key: JobKey): boolean {
    return this.#flow.jobs.has(key);
  }

  queues(): readonly string[] {
    return [...new Set([...this.#flow.jobs.values()].map(({ ref }) => ref.queue))];
  }

  /** Each path begins with a job of this flow and leads down. */
  async addPaths(paths: readonly (readonly JobRef[])[]): Promise<void> {
    const room = foundMax - this.#flow.jobs.size;
    const unread = new Map<JobKey, JobRef>();
    const taken: (readonly JobRef[])[] = [];
    for (const path of paths) {
      const fresh = path.filter((ref) => !this.#flow.jobs.has(jobKey(ref)) && !unread.has(jobKey(ref)));
      if (unread.size + fresh.length > room) continue;
      for (const ref of fresh) unread.set(jobKey(ref), ref);
      taken.push(path);
    }
    await this.#read([...unread.values()]);
    for (const path of taken) for (const [index, ref] of path.entries()) this.#hang(path[index - 1], ref);
  }

  #hang(parent: JobRef | undefined, ref: JobRef): void {
    const job = this.#flow.jobs.get(jobKey(ref));
    if (parent === undefined || job === undefined) return;
    const siblings = this.#flow.children.get(jobKey(parent)) ?? [];
    if (siblings.some((edge) => jobKey(edge.ref) === jobKey(ref))) return;
    this.#flow.takeChildren(jobKey(parent), { edges: [{ ref, bucket: listedBucket(job) }], cut: false });
  }

  /** Level by level: all children where they are few, some of each collection where they are many. */
  async sampleDown(): Promise<void> {
    for (;;) {
      const parents = [...this.#flow.jobs.values()].filter(
        (job) => countChildren(job) > 0 && !this.#sampled.has(keyOf(job)),
      );
      const room = this.#deps.sampledMax - this.#flow.jobs.size;
      const asked = parents.slice(0, Math.max(0, Math.floor(room / 2)));
      if (asked.length === 0) return;
      const roomMax = Math.floor(room / asked.length);
      const samples = await sampleEdges(this.#deps, asked, roomMax);
      const fresh: ChildEdge[] = [];
      for (const [index, parent] of asked.entries()) {
        this.#sampled.add(keyOf(parent));
        if (countChildren(parent) <= roomMax) this.#whole.add(keyOf(parent));
        const known = new Set((this.#flow.children.get(keyOf(parent)) ?? []).map((edge) => jobKey(edge.ref)));
        const edges = (samples[index] ?? []).filter((edge) => !known.has(jobKey(edge.ref)));
        fresh.push(...this.#flow.takeChildren(keyOf(parent), { edges, cut: false }));
      }
      await this.#read(fresh.map((edge) => edge.ref));
      this.#forgetRemoved(fresh);
    }
  }

  /** A processed child whose hash is gone (removeOnComplete) completed all the same. */
  #forgetRemoved(edges: readonly ChildEdge[]): void {
    for (const { ref, bucket } of edges) {
      const job = this.#flow.jobs.get(jobKey(ref));
      if (bucket !== "processed" || job?.state !== "missing") continue;
      this.#flow.jobs.set(jobKey(ref), { ...job, state: "completed" });
    }
  }

  cutParents(): readonly JobReading[] {
    return [...this.#flow.jobs.values()].filter((job) => {
      const read = this.#flow.children.get(keyOf(job))?.length ?? 0;
      return !this.#whole.has(keyOf(job)) && read < countChildren(job);
    });
  }

  async finish(counted: NonNullable<FlowReading["counted"]>): Promise<FlowReading> {
    const cut = new Set([...this.#flow.cut, ...this.cutParents().map(keyOf)]);
    await dropLeftChildren(this.#deps.redis, this.#flow);
    const { jobs, children } = this.#flow;
    const readAtMs = Math.max(0, ...[...jobs.values()].map((job) => job.readAtMs));
    return { root: this.#root, readAtMs, jobs, children, cut, exact: cut.size === 0, counted };
  }

  async #read(refs: readonly JobRef[]): Promise<void> {
    for (const job of await this.#deps.readJobs(refs)) {
      this.#flow.jobs.set(keyOf(job), job);
      if (job.parent !== null) this.#deps.cutter.learn(job.parent.ref.queue);
    }
  }
}

function countChildren({ children }: JobReading): number {
  return children.processed + children.unprocessed + children.ignored + children.failed;
}

function keyOf({ ref }: JobReading): JobKey {
  return jobKey(ref);
}
