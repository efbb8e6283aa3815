import "server-only";

import type { ChildBucket, ChildEdge, FlowReading, PendingEdge } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import { listedBucket } from "@/lib/core/listed-bucket";
import { mayHaveLeft } from "@/lib/core/may-have-left";

/** The jobs read for one triage, joined into trees by each child's own `parent`. */
export class Forest {
  readonly #jobs = new Map<JobKey, JobReading>();
  readonly #whole = new Set<JobKey>();
  readonly #edges = new Map<JobKey, Map<JobKey, ChildEdge>>();

  get size(): number {
    return this.#jobs.size;
  }

  has(ref: JobRef): boolean {
    return this.#jobs.has(jobKey(ref));
  }

  jobs(): IterableIterator<JobReading> {
    return this.#jobs.values();
  }

  add(jobs: readonly JobReading[]): void {
    for (const job of jobs) {
      this.#jobs.set(jobKey(job.ref), job);
      if (job.parent !== null) this.addEdge(job.parent.ref, { ref: job.ref, bucket: listedBucket(job) });
    }
  }

  /** An edge as the parent's own collection lists it; it wins over what the child says. */
  addEdge(parent: JobRef, edge: ChildEdge): void {
    const key = jobKey(parent);
    const edges = this.#edges.get(key) ?? new Map<JobKey, ChildEdge>();
    edges.set(jobKey(edge.ref), edge);
    this.#edges.set(key, edges);
  }

  /** All pending children of a parent that has few, as its own collection lists them. */
  addPending(parent: JobRef, children: readonly JobRef[]): void {
    const key = jobKey(parent);
    const edges = this.#edges.get(key) ?? new Map<JobKey, ChildEdge>();
    for (const ref of children) edges.set(jobKey(ref), { ref, bucket: "unprocessed" });
    this.#edges.set(key, edges);
    this.#whole.add(key);
  }

  /** Parents whose pending or failed children are not all known. */
  parentsLackingChildren(): readonly JobReading[] {
    const lacking: JobReading[] = [];
    for (const [key, job] of this.#jobs) {
      if (job.children.unprocessed === 0 && job.state !== "failed") continue;
      if (this.#whole.has(key) && job.state !== "failed") continue;
      const lacks = (bucket: "unprocessed" | "failed") => this.#countIn(key, bucket) < job.children[bucket];
      if (lacks("unprocessed") || (job.state === "failed" && lacks("failed"))) lacking.push(job);
    }
    return lacking;
  }

  /** Takes out a child that is pending no more. */
  removeEdge({ parent, child }: PendingEdge): void {
    this.#edges.get(jobKey(parent))?.delete(jobKey(child));
  }

  /** All children of a parent were listed: what is missing among them has ended since. */
  noteWhole(parent: JobRef): void {
    this.#whole.add(jobKey(parent));
  }

  /** Pending children, by their parents' word, that may have ended since. */
  doubtfulEdges(): readonly PendingEdge[] {
    const doubtful: PendingEdge[] = [];
    for (const [key, edges] of this.#edges) {
      const parent = this.#jobs.get(key)?.ref;
      if (parent === undefined) continue;
      for (const [childKey, { ref, bucket }] of edges) {
        if (bucket !== "unprocessed" || !mayHaveLeft(this.#jobs.get(childKey)?.state ?? "missing")) continue;
        doubtful.push({ parent, child: ref });
      }
    }
    return doubtful;
  }

  /** How many pending children of a parent were read. */
  pendingRead(parent: JobRef): number {
    return this.#countIn(jobKey(parent), "unprocessed");
  }

  #countIn(parent: JobKey, bucket: ChildBucket): number {
    let count = 0;
    for (const edge of this.#edges.get(parent)?.values() ?? []) if (edge.bucket === bucket) count += 1;
    return count;
  }

  /** Parents whose own reading is still missing. */
  parentsToRead(): JobRef[] {
    const missing = new Map<JobKey, JobRef>();
    for (const job of this.#jobs.values()) {
      if (job.parent !== null && !this.has(job.parent.ref)) missing.set(jobKey(job.parent.ref), job.parent.ref);
    }
    return [...missing.values()];
  }

  /** Jobs without a parent that are parents themselves. */
  roots(): JobRef[] {
    return [...this.#jobs.values()].filter((job) => job.parent === null && isParent(job)).map((job) => job.ref);
  }

  toReading(readAtMs: number): FlowReading {
    const children = new Map<JobKey, readonly ChildEdge[]>();
    const cut = new Set<JobKey>();
    for (const [key, edges] of this.#edges) children.set(key, [...edges.values()]);
    for (const [key, job] of this.#jobs)
      if (!this.#whole.has(key) && this.#countIn(key, "unprocessed") < job.children.unprocessed) cut.add(key);
    const root = this.roots()[0] ?? { queue: "", id: "" };
    return { root, readAtMs, jobs: this.#jobs, children, cut, exact: false };
  }
}

export function isParent({ children, state }: JobReading): boolean {
  return (
    state === "waiting-children" || children.processed + children.unprocessed + children.ignored + children.failed > 0
  );
}
