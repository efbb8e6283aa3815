import { problemRank } from "@/lib/core/flow-buckets";
import type { FlowView, GroupBucket } from "@/lib/core/flow-view";

const problemBuckets: ReadonlySet<GroupBucket> = new Set<GroupBucket>([
  "probably-stuck",
  "dead-end",
  "suspect",
  "lock-lost",
  "failed",
  "missing",
  "none",
]);

/** The problems of a flow that a view shows or counts. */
export function countProblems(view: FlowView): number {
  const single = view.nodes.filter((node) => problemRank(node) !== null).length;
  return view.groups.reduce((sum, group) => (isProblemBucket(group.bucket) ? sum + group.count : sum), single);
}

export function isProblemBucket(bucket: GroupBucket): boolean {
  return problemBuckets.has(bucket);
}
