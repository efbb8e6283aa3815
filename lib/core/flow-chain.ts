import type { FlowReading } from "./flow-reader";
import { lastingJobKey } from "./job-ref";
import type { JobKey } from "./job-ref";
import type { JobReading } from "./job-reading";

/** Each child's parent, as the parents list them. */
export function parentMap(flow: FlowReading): ReadonlyMap<JobKey, JobKey> {
  const parents = new Map<JobKey, JobKey>();
  for (const [parent, edges] of flow.children) for (const edge of edges) parents.set(lastingJobKey(edge.ref), parent);
  return parents;
}

/** A job and what waits for it, nearest first. */
export type WayUp = { readonly job: JobReading; readonly next: WayUp | null };

/** The ways up in one flow, each part made once: ten thousand jobs may lie below each other, each with a culprit. */
export class WaysUp {
  readonly #flow: FlowReading;
  readonly #parents: ReadonlyMap<JobKey, JobKey>;
  readonly #ways = new Map<JobKey, WayUp | null>();

  constructor(flow: FlowReading, parents: ReadonlyMap<JobKey, JobKey>) {
    this.#flow = flow;
    this.#parents = parents;
  }

  /** From this job up, as far as jobs were read. Ends at a cycle. */
  from(start: JobKey | undefined): WayUp | null {
    const climbed: { readonly key: JobKey; readonly job: JobReading }[] = [];
    const seen = new Set<JobKey>();
    let key = start;
    while (key !== undefined && !this.#ways.has(key) && !seen.has(key)) {
      const job = this.#flow.jobs.get(key);
      if (job === undefined) break;
      seen.add(key);
      climbed.push({ key, job });
      key = this.#parents.get(key);
    }
    let way = key === undefined ? null : (this.#ways.get(key) ?? null);
    // In a cycle the way depends on where it begins.
    const isCycle = key !== undefined && seen.has(key);
    for (const one of climbed.toReversed()) {
      way = { job: one.job, next: way };
      if (!isCycle) this.#ways.set(one.key, way);
    }
    return way;
  }
}

const shortChain = 16;

/** The ancestors of a job, nearest first, as far as they were read, from `parent` on. Ends at a cycle. */
export function ancestorsOf(
  flow: FlowReading,
  parents: ReadonlyMap<JobKey, JobKey>,
  job: JobKey,
  parent = parents.get(job),
): readonly JobReading[] {
  const ancestors: JobReading[] = [];
  const path: JobKey[] = [job];
  // Most chains are short, and there are many: a set is made only for a long one.
  let seen: Set<JobKey> | null = null;
  for (let key = parent; key !== undefined && !(seen?.has(key) ?? path.includes(key)); key = parents.get(key)) {
    if (seen === null) path.push(key);
    else seen.add(key);
    if (path.length > shortChain) seen ??= new Set(path);
    const ancestor = flow.jobs.get(key);
    if (ancestor === undefined) break;
    ancestors.push(ancestor);
  }
  return ancestors;
}
