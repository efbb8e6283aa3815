import { problemRank } from "@/lib/core/flow-buckets";
import type { FlowView, GroupBucket } from "@/lib/core/flow-view";
import { jobKey } from "@/lib/core/job-ref";

import { isProblemBucket, problemsIn } from "./count-problems";
import type { FlowItem } from "./flow-tree";

/** What is left of the order below the chains and the problems. */
const bucketRanks = {
  "probably-stuck": 0,
  "dead-end": 1,
  suspect: 2,
  "lock-lost": 3,
  failed: 4,
  missing: 5,
  none: 6,
  slow: 7,
  "waiting-children": 8,
  active: 9,
  normal: 9,
  delayed: 10,
  prioritized: 11,
  waiting: 12,
  completed: 13,
} as const satisfies Record<GroupBucket, number>;

/** Of a problem that is only counted inside a fold. */
const foldedRank = bucketRanks.slow;
const chainsBefore = 1_000;
const problemsFrom = 10_000;
const healthyFrom = 20_000;

/**
 * Ranks siblings, worst first: chains of culprits in their order, then branches with a problem somewhere below, then
 * by state. A group stands after the single jobs of its own kind.
 */
export function siblingRank(view: FlowView, parentIds: ReadonlyMap<string, string>): (item: FlowItem) => number {
  const chains = new Map<string, number>();
  for (const [index, { chain }] of view.diagnosis.culprits.slice(0, chainsBefore).entries())
    for (const link of chain) if (!chains.has(jobKey(link))) chains.set(jobKey(link), index);
  const worst = worstBelow(view, parentIds);
  return (item) => {
    // The fold of a chain lies on the path that it is part of.
    const onPath = item.kind === "group" && item.group.leadsTo !== null ? jobKey(item.group.leadsTo) : item.id;
    const chain = chains.get(onPath);
    if (chain !== undefined) return chain;
    const below = worst.get(item.id);
    if (item.kind === "group")
      return (below === undefined ? healthyFrom + bucketRanks[item.group.bucket] : problemsFrom + below) + 0.5;
    if (below !== undefined) return problemsFrom + below;
    const { verdict, state } = item.node;
    return healthyFrom + bucketRanks[verdict !== null && verdict !== "normal" ? verdict : state];
  };
}

/** The worst problem in each item's subtree, itself included. */
function worstBelow(view: FlowView, parentIds: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const worst = new Map<string, number>();
  const lift = (start: string, rank: number) => {
    for (let id: string | undefined = start; id !== undefined; id = parentIds.get(id)) {
      const known = worst.get(id);
      if (known !== undefined && known <= rank) return;
      worst.set(id, rank);
    }
  };
  for (const node of view.nodes) {
    const rank = problemRank(node);
    if (rank !== null) lift(jobKey(node.job), rank);
  }
  for (const group of view.groups)
    if (problemsIn(group) > 0) lift(group.id, isProblemBucket(group.bucket) ? bucketRanks[group.bucket] : foldedRank);
  return worst;
}
