import "server-only";

import type { ChildEdge, FlowReading } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";

/**
 * Adds to a flow's reading, which a bound may have cut, those of its jobs that triage found from below:
 * so the one stuck child among 100,000 siblings is in the flow's view. What `reading` has already stays as it is.
 */
export function mergeReadings(reading: FlowReading, found: FlowReading): FlowReading {
  if (reading.cut.size === 0) return reading;
  const jobs = new Map<JobKey, JobReading>(reading.jobs);
  const children = new Map<JobKey, readonly ChildEdge[]>(reading.children);
  const queue: JobKey[] = [jobKey(reading.root)];
  const seen = new Set<JobKey>(queue);
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const edges = mergeEdges(children.get(key) ?? [], found.children.get(key) ?? []);
    if (edges.length > 0) children.set(key, edges);
    for (const { ref } of edges) {
      const childKey = jobKey(ref);
      const job = jobs.get(childKey) ?? found.jobs.get(childKey);
      if (job === undefined || seen.has(childKey)) continue;
      jobs.set(childKey, job);
      seen.add(childKey);
      queue.push(childKey);
    }
  }
  return { ...reading, jobs, children };
}

function mergeEdges(known: readonly ChildEdge[], found: readonly ChildEdge[]): readonly ChildEdge[] {
  if (found.length === 0) return known;
  const knownKeys = new Set(known.map(({ ref }) => jobKey(ref)));
  return [...known, ...found.filter(({ ref }) => !knownKeys.has(jobKey(ref)))];
}
