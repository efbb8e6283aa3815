import type { ChildEdge, PendingEdge } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import type { ParentEdges } from "./read-edges";

type Taken = {
  readonly parent: JobKey;
  readonly child: JobKey;
  readonly edge: ChildEdge;
  readonly siblings: ChildEdge[];
};

/** A flow while it is read: what was read, what was found below it, and where it had to be cut. */
export class FlowUnderWay {
  readonly jobs = new Map<JobKey, JobReading>();
  readonly children = new Map<JobKey, ChildEdge[]>();
  readonly cut = new Set<JobKey>();
  /** Every job that has its place in the tree; a root's parent is `null`. */
  readonly #parentOf: Map<JobKey, JobKey | null>;
  readonly #jobsMax: number;
  /** Jobs that stand below themselves, as far as they were not read when that was found. */
  readonly #circling = new Set<JobKey>();

  constructor(roots: readonly JobRef[], jobsMax: number = limits.flowJobsMax) {
    this.#parentOf = new Map(roots.map((ref) => [jobKey(ref), null]));
    this.#jobsMax = jobsMax;
  }

  /** The job has its place in the tree, read or not. */
  has(job: JobKey): boolean {
    return this.#parentOf.has(job);
  }

  /** Takes what was read of a job that has its place. */
  add(key: JobKey, job: JobReading): void {
    this.jobs.set(key, job);
    if (this.#circling.delete(key)) this.#markCycle(key);
  }

  /** Takes a child of a parent into the tree. */
  takeChild(parent: JobKey, child: JobKey, edge: ChildEdge): void {
    const known = this.children.get(parent);
    const siblings = known ?? [];
    this.#take({ parent, child, edge, siblings });
    if (known === undefined && siblings.length > 0) this.children.set(parent, siblings);
  }

  /** Takes a parent's children into the tree and gives those to read next. */
  takeChildren(parent: JobKey, found: ParentEdges | undefined): readonly ChildEdge[] {
    if (found === undefined) return [];
    if (found.cut) this.cut.add(parent);
    const next: ChildEdge[] = [];
    const siblings = this.children.get(parent) ?? [];
    for (const edge of found.edges)
      if (this.#take({ parent, child: jobKey(edge.ref), edge, siblings })) next.push(edge);
    if (siblings.length > 0) this.children.set(parent, siblings);
    return next;
  }

  /** What was found in `:dependencies`. */
  pendingEdges(): readonly PendingEdge[] {
    return [...this.children].flatMap(([key, edges]) => {
      const parent = this.jobs.get(key)?.ref;
      if (parent === undefined) return [];
      return edges.filter(({ bucket }) => bucket === "unprocessed").map(({ ref }) => ({ parent, child: ref }));
    });
  }

  /** Takes out a child that has left its parent since; it may be found among the processed ones. */
  drop({ parent, child }: PendingEdge): void {
    const key = jobKey(child);
    const edges = this.children.get(jobKey(parent)) ?? [];
    this.children.set(
      jobKey(parent),
      edges.filter(({ ref }) => jobKey(ref) !== key),
    );
    this.jobs.delete(key);
    this.#parentOf.delete(key);
  }

  #take({ parent, child, edge, siblings }: Taken): boolean {
    const known = this.#parentOf.get(child);
    if (known !== undefined && this.#isAbove(child, parent)) {
      this.#markCycle(child);
      return false;
    }
    // A job stands below one parent; an edge from a second one counts as left out.
    if ((known !== undefined && known !== null) || this.#parentOf.size >= this.#jobsMax) {
      this.cut.add(parent);
      return false;
    }
    this.#parentOf.set(child, parent);
    siblings.push(edge);
    return known === undefined;
  }

  /** Whether `job` is `below` itself or stands above it. */
  #isAbove(job: JobKey, below: JobKey): boolean {
    let at: JobKey | null | undefined = below;
    for (let hops = 0; at !== undefined && at !== null && hops <= limits.depthMax; hops += 1) {
      if (at === job) return true;
      at = this.#parentOf.get(at);
    }
    return false;
  }

  #markCycle(key: JobKey): void {
    const job = this.jobs.get(key);
    if (job === undefined) this.#circling.add(key);
    if (job === undefined || job.damaged.includes("cycle")) return;
    this.jobs.set(key, { ...job, damaged: [...job.damaged, "cycle"] });
  }
}
