import type { ChildBucket, ChildEdge, FlowReading } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey } from "@/lib/core/job-ref";

import { buildJobReading } from "./build-job-reading";

type Built = Partial<JobReading> & { readonly id: string; readonly queue?: string; readonly children?: never };

/** A tree of readings from parent to children; each child's `parent` and each parent's counts are filled in. */
export type TreeSpec = Built & { readonly below?: readonly TreeSpec[]; readonly bucket?: ChildBucket };

/** A flow reading from a nested description; a job with children below is in waiting-children unless told otherwise. */
export function buildFlow(spec: TreeSpec, readAtMs = 1_000_000): FlowReading {
  const jobs = new Map<JobKey, JobReading>();
  const children = new Map<JobKey, readonly ChildEdge[]>();
  const add = (one: TreeSpec, parent: JobReading | null): JobReading => {
    const { id, queue = "bull:payments", below = [], bucket: _bucket, ...overrides } = one;
    const buckets = below.map((child) => child.bucket ?? bucketOf(child));
    const count = (bucket: ChildBucket) => buckets.filter((candidate) => candidate === bucket).length;
    const job = buildJobReading({
      ref: { queue, id },
      readAtMs,
      ...(below.length > 0 ? { state: "waiting-children", waitingChildrenSinceMs: 400_000 } : {}),
      ...(parent === null ? {} : { parent: { ref: parent.ref, policy: "none" }, parentKey: jobKey(parent.ref) }),
      children: {
        processed: count("processed"),
        unprocessed: count("unprocessed"),
        ignored: count("ignored"),
        failed: count("failed"),
      },
      ...overrides,
    });
    jobs.set(jobKey(job.ref), job);
    if (below.length > 0)
      children.set(
        jobKey(job.ref),
        below.map((child, index) => ({ ref: add(child, job).ref, bucket: buckets[index] ?? "unprocessed" })),
      );
    return job;
  };
  const root = add(spec, null);
  return { root: root.ref, readAtMs, jobs, children, cut: new Set(), exact: true };
}

function bucketOf(child: TreeSpec): ChildBucket {
  return child.state === "completed" ? "processed" : "unprocessed";
}
