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
