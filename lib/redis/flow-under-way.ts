import type { ChildEdge } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import type { ParentEdges } from "./read-edges";

/** A flow while it is read: what was read, what was found below it, and where it had to be cut. */
export class FlowUnderWay {
  readonly jobs = new Map<JobKey, JobReading>();
  readonly children = new Map<JobKey, ChildEdge[]>();
  readonly cut = new Set<JobKey>();
  readonly #parentOf = new Map<JobKey, JobKey>();
  readonly #taken: Set<JobKey>;

  constructor(roots: readonly JobRef[]) {
    this.#taken = new Set(roots.map((ref) => jobKey(ref)));
  }

  /** Takes a parent's children into the tree and gives those to read next. */
  takeChildren(parent: JobKey, found: ParentEdges | undefined): readonly ChildEdge[] {
    if (found?.cut === true) this.cut.add(parent);
    const next: ChildEdge[] = [];
    for (const edge of found?.edges ?? []) if (this.#take(parent, edge)) next.push(edge);
    return next;
  }

  #take(parent: JobKey, edge: ChildEdge): boolean {
    const child = jobKey(edge.ref);
    if (this.#isAbove(child, parent)) {
      this.#markCycle(child);
      return false;
    }
    // A job stands below one parent; an edge from a second one counts as left out.
    if (this.#parentOf.has(child) || this.#taken.size >= limits.flowJobsMax) {
      this.cut.add(parent);
      return false;
    }
    this.#parentOf.set(child, parent);
    const siblings = this.children.get(parent) ?? [];
    siblings.push(edge);
    this.children.set(parent, siblings);
    const isNew = !this.#taken.has(child);
    this.#taken.add(child);
    return isNew;
  }

  /** Whether `job` is `below` itself or stands above it. */
  #isAbove(job: JobKey, below: JobKey): boolean {
    if (!this.#taken.has(job)) return false;
    let at: JobKey | undefined = below;
    for (let hops = 0; at !== undefined && hops <= limits.depthMax; hops += 1) {
      if (at === job) return true;
      at = this.#parentOf.get(at);
    }
    return false;
  }

  #markCycle(key: JobKey): void {
    const job = this.jobs.get(key);
    if (job === undefined || job.damaged.includes("cycle")) return;
    this.jobs.set(key, { ...job, damaged: [...job.damaged, "cycle"] });
  }
}
