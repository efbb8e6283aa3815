import { problemBuckets, problemRank } from "@/lib/core/flow-buckets";
import type { FlowGroup, FlowView, GroupBucket } from "@/lib/core/flow-view";

/** The problems of a flow that a view shows or counts. */
export function countProblems(view: FlowView): number {
  const single = view.nodes.filter((node) => problemRank(node) !== null).length;
  return view.groups.reduce((sum, group) => sum + problemsIn(group), single);
}

/** The problems that a group stands for, those below its jobs included. */
export function problemsIn({ bucket, count, inside }: FlowGroup): number {
  return (isProblemBucket(bucket) ? count : 0) + inside.problems;
}

export function isProblemBucket(bucket: GroupBucket): boolean {
  return problemBuckets.includes(bucket);
}
