import "server-only";

import type { ChildBucket, ChildEdge, FlowReading, PendingEdge } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import type { State } from "@/lib/core/job-state";
import { listedBucket } from "@/lib/core/listed-bucket";

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

  /** Takes out a child that is pending no more. */
  removeEdge({ parent, child }: PendingEdge): void {
    this.#edges.get(jobKey(parent))?.delete(jobKey(child));
  }

  /** All children of a parent were listed: what is missing among them has ended since. */
  noteWhole(parent: JobRef): void {
    this.#whole.add(jobKey(parent));
  }

  /** Pending children by their parents' word, with what was read of them. */
  pendingEdges(): readonly (PendingEdge & { readonly state: State })[] {
    return [...this.#edges].flatMap(([key, edges]) => {
      const parent = this.#jobs.get(key);
      if (parent === undefined) return [];
      return [...edges.values()]
        .filter(({ bucket }) => bucket === "unprocessed")
        .map(({ ref }) => ({
          parent: parent.ref,
          child: ref,
          state: this.#jobs.get(jobKey(ref))?.state ?? ("missing" as const),
        }));
    });
  }

  /** How many pending children of a parent were read. */
  pendingRead(parent: JobRef): number {
    return this.#countRead(parent, "unprocessed");
  }

  /** A failed parent remembers more failed children than were read: some may be gone. */
  lacksFailedChildren({ ref, state, children }: JobReading): boolean {
    return state === "failed" && this.#countRead(ref, "failed") < children.failed;
  }

  #countRead(parent: JobRef, bucket: ChildBucket): number {
    let count = 0;
    for (const edge of this.#edges.get(jobKey(parent))?.values() ?? []) if (edge.bucket === bucket) count += 1;
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
      if (!this.#whole.has(key) && this.pendingRead(job.ref) < job.children.unprocessed) cut.add(key);
    const root = this.roots()[0] ?? { queue: "", id: "" };
    return { root, readAtMs, jobs: this.#jobs, children, cut, exact: false };
  }
}

export function isParent({ children, state }: JobReading): boolean {
  return (
    state === "waiting-children" || children.processed + children.unprocessed + children.ignored + children.failed > 0
  );
}
