import { bucketOf } from "@/lib/core/flow-buckets";
import type { FlowNode, FlowView, GroupBucket } from "@/lib/core/flow-view";
import { sameJob } from "@/lib/core/job-ref";

export const childKinds = ["done", "stuck", "slow", "dead-end", "left", "failed"] as const;
export type ChildKind = (typeof childKinds)[number];

const kindOfBucket: { readonly [B in GroupBucket]?: ChildKind } = {
  "probably-stuck": "stuck",
  suspect: "slow",
  slow: "slow",
  "dead-end": "dead-end",
};

/**
 * A root's direct children by kind, in drawing order, without the empty ones. The totals are Redis' own counts; a
 * failed child without a policy counts as pending there, so what the view knows to be wrong is taken out of "left".
 */
export function countChildren(
  root: FlowNode,
  view: FlowView,
): { readonly total: number; readonly kinds: readonly { readonly kind: ChildKind; readonly count: number }[] } {
  const { processed, unprocessed, ignored, failed } = root.children;
  const counts = new Map<ChildKind, number>([
    ["done", processed],
    ["left", unprocessed],
    ["failed", ignored + failed],
  ]);
  const take = (bucket: GroupBucket, count: number) => {
    const kind = kindOfBucket[bucket];
    const left = counts.get("left") ?? 0;
    if (kind === undefined) return;
    counts.set("left", left - Math.min(left, count));
    counts.set(kind, (counts.get(kind) ?? 0) + Math.min(left, count));
  };
  for (const node of view.nodes) if (node.parent !== null && sameJob(node.parent, root.job)) take(bucketOf(node), 1);
  for (const group of view.groups) if (sameJob(group.parent, root.job)) take(group.bucket, group.count);
  return {
    total: processed + unprocessed + ignored + failed,
    kinds: childKinds.map((kind) => ({ kind, count: counts.get(kind) ?? 0 })).filter(({ count }) => count > 0),
  };
}
