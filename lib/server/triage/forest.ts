import "server-only";

import type { ChildBucket, ChildEdge, FlowReading, PendingEdge, WaitingRoot } from "@/lib/core/flow-reader";
import { lastingJobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import { listedBucket } from "@/lib/core/listed-bucket";
import { mayHaveLeft } from "@/lib/core/may-have-left";

/** The jobs read for one triage, joined into trees by each child's own `parent`. */
export class Forest {
  readonly #jobs = new Map<JobKey, JobReading>();
  readonly #whole = new Set<JobKey>();
  readonly #edges = new Map<JobKey, Map<JobKey, ChildEdge>>();
  /** Of parents whose pending children are all known at once; there may be tens of thousands. */
  readonly #pending = new Map<JobKey, readonly JobRef[]>();
  readonly #waitingRoots: WaitingRoot[] = [];
  readonly #missingParents = new Map<JobKey, JobRef>();

  #rootsChildren = 0;

  get size(): number {
    return this.#jobs.size + this.#waitingRoots.length + this.#rootsChildren;
  }

  has(ref: JobRef): boolean {
    return this.#jobs.has(lastingJobKey(ref));
  }

  jobs(): IterableIterator<JobReading> {
    return this.#jobs.values();
  }

  add(jobs: readonly JobReading[]): void {
    for (const job of jobs) {
      const key = lastingJobKey(job.ref);
      this.#jobs.set(key, job);
      this.#missingParents.delete(key);
      if (job.parent === null) continue;
      this.addEdge(job.parent.ref, { ref: job.ref, bucket: listedBucket(job) });
      const parentKey = lastingJobKey(job.parent.ref);
      if (!this.#jobs.has(parentKey)) this.#missingParents.set(parentKey, job.parent.ref);
    }
  }

  /** An edge as the parent's own collection lists it; it wins over what the child says. */
  addEdge(parent: JobRef, edge: ChildEdge): void {
    this.#edgesOf(lastingJobKey(parent)).set(lastingJobKey(edge.ref), edge);
  }

  /** All pending children of a parent that has few, as its own collection lists them. */
  addPending(parent: JobRef, children: readonly JobRef[]): void {
    const key = lastingJobKey(parent);
    this.#whole.add(key);
    const known = this.#edges.get(key);
    if (known === undefined && !this.#pending.has(key)) {
      this.#pending.set(key, children);
      return;
    }
    for (const ref of children) this.addEdge(parent, { ref, bucket: "unprocessed" });
  }

  /** Kept apart, unless it or a child of it was read otherwise. */
  addWaitingRoot(root: WaitingRoot): void {
    if (this.has(root.job.ref) || root.children.some(({ ref }) => this.has(ref))) {
      this.add([root.job, ...root.children].filter(({ ref }) => !this.has(ref)));
      this.addPending(
        root.job.ref,
        root.children.map(({ ref }) => ref),
      );
      return;
    }
    this.#waitingRoots.push(root);
    this.#rootsChildren += root.children.length;
  }

  waitingRoots(): readonly WaitingRoot[] {
    return this.#waitingRoots;
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
    this.#edgesOf(lastingJobKey(parent)).delete(lastingJobKey(child));
  }

  /** All children of a parent were listed: what is missing among them has ended since. */
  noteWhole(parent: JobRef): void {
    this.#whole.add(lastingJobKey(parent));
  }

  /** Pending children, by their parents' word, that may have ended since. */
  doubtfulEdges(): readonly PendingEdge[] {
    const doubtful: PendingEdge[] = [];
    const look = (parentKey: JobKey, child: JobRef) => {
      const parent = this.#jobs.get(parentKey)?.ref;
      if (parent === undefined || !mayHaveLeft(this.#jobs.get(lastingJobKey(child))?.state ?? "missing")) return;
      doubtful.push({ parent, child });
    };
    for (const [key, children] of this.#pending) for (const child of children) look(key, child);
    for (const [key, edges] of this.#edges)
      for (const { ref, bucket } of edges.values()) if (bucket === "unprocessed") look(key, ref);
    return doubtful;
  }

  /** How many pending children of a parent were read. */
  pendingRead(parent: JobRef): number {
    return this.#countIn(lastingJobKey(parent), "unprocessed");
  }

  /** The edges of a parent, to be changed one by one. */
  #edgesOf(parent: JobKey): Map<JobKey, ChildEdge> {
    const known = this.#edges.get(parent);
    if (known !== undefined) return known;
    const pending = this.#pending.get(parent) ?? [];
    const edges = new Map(pending.map((ref) => [lastingJobKey(ref), { ref, bucket: "unprocessed" } as const]));
    this.#pending.delete(parent);
    this.#edges.set(parent, edges);
    return edges;
  }

  #countIn(parent: JobKey, bucket: ChildBucket): number {
    const pending = this.#pending.get(parent);
    if (pending !== undefined) return bucket === "unprocessed" ? pending.length : 0;
    let count = 0;
    for (const edge of this.#edges.get(parent)?.values() ?? []) if (edge.bucket === bucket) count += 1;
    return count;
  }

  /** Parents whose own reading is still missing. */
  parentsToRead(): JobRef[] {
    return [...this.#missingParents.values()];
  }

  /** Jobs without a parent that are parents themselves. */
  roots(): JobRef[] {
    const roots = this.#waitingRoots.map(({ job }) => job.ref);
    for (const job of this.#jobs.values()) if (job.parent === null && isParent(job)) roots.push(job.ref);
    return roots;
  }

  toReading(readAtMs: number): FlowReading {
    const children = new Map<JobKey, readonly ChildEdge[]>();
    const cut = new Set<JobKey>();
    for (const [key, refs] of this.#pending) children.set(key, refs.map(toPendingEdge));
    for (const [key, edges] of this.#edges) children.set(key, [...edges.values()]);
    for (const [key, job] of this.#jobs)
      if (!this.#whole.has(key) && this.#countIn(key, "unprocessed") < job.children.unprocessed) cut.add(key);
    const root = this.roots()[0] ?? { queue: "", id: "" };
    return { root, readAtMs, jobs: this.#jobs, children, cut, exact: false, waitingRoots: this.#waitingRoots };
  }
}

function toPendingEdge(ref: JobRef): ChildEdge {
  return { ref, bucket: "unprocessed" };
}

export function isParent({ children, state }: JobReading): boolean {
  return (
    state === "waiting-children" || children.processed + children.unprocessed + children.ignored + children.failed > 0
  );
}
