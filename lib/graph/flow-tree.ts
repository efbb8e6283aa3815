import type { FlowGroup, FlowNode, FlowView } from "@/lib/core/flow-view";
import { jobKey } from "@/lib/core/job-ref";

import { siblingRank } from "./sibling-rank";
import { slotEdgesOf } from "./slot-edges";
import type { SlotEdge } from "./slot-edges";

/** A node or a group of a flow as a tree item; ids are job keys, or a group's own id. */
export type FlowItem =
  | { readonly kind: "job"; readonly id: string; readonly node: FlowNode }
  | { readonly kind: "group"; readonly id: string; readonly group: FlowGroup };

export type FlowTree = {
  readonly rootId: string;
  readonly items: ReadonlyMap<string, FlowItem>;
  readonly childIds: ReadonlyMap<string, readonly string[]>;
  readonly parentIds: ReadonlyMap<string, string>;
  /** Waits that are no child's: for a slot that another job of the view holds. */
  readonly slotEdges: readonly SlotEdge[];
};

/** What positions depend on, and nothing else does. */
export type Topology = Pick<FlowTree, "rootId" | "childIds" | "slotEdges">;

/**
 * Arranges a view's nodes and groups into the tree that both graph and outline show, worst first among siblings: the
 * worst culprit's chain, the other chains, problems, then what still runs or waits, then what is done.
 * An item whose parent is not part of the view is left out.
 */
export function toFlowTree(view: FlowView): FlowTree {
  const rootId = jobKey(view.root);
  const items = new Map<string, FlowItem>();
  const parentIds = new Map<string, string>();
  const parentOf = parentsByChain(view);
  for (const node of view.nodes) {
    const id = jobKey(node.job);
    items.set(id, { kind: "job", id, node });
    const parent = node.parent === null ? parentOf.get(id) : jobKey(node.parent);
    if (id !== rootId && parent !== undefined) parentIds.set(id, parent);
  }
  for (const group of view.groups) {
    items.set(group.id, { kind: "group", id: group.id, group });
    parentIds.set(group.id, jobKey(group.parent));
    if (group.leadsTo !== null) parentIds.set(jobKey(group.leadsTo), group.id);
  }
  const slotEdges = slotEdgesOf(view.diagnosis).filter((edge) => items.has(edge.waitingId) && items.has(edge.holderId));
  return { rootId, items, childIds: sortedChildren(view, items, parentIds), parentIds, slotEdges };
}

/** A key that changes only when an item, an edge or the order changes: positions depend on nothing else. */
export function topologyKey({ rootId, childIds, slotEdges }: Topology): string {
  return JSON.stringify([rootId, [...childIds], slotEdges]);
}

/** A culprit without a hash names no parent itself; its chain does. */
function parentsByChain(view: FlowView): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  const holders = new Set(slotEdgesOf(view.diagnosis).map(({ holderId }) => holderId));
  for (const { chain } of view.diagnosis.culprits)
    for (const [index, link] of chain.entries()) {
      const above = chain[index - 1];
      if (above !== undefined && !holders.has(jobKey(link))) parents.set(jobKey(link), jobKey(above));
    }
  return parents;
}

function sortedChildren(
  view: FlowView,
  items: ReadonlyMap<string, FlowItem>,
  parentIds: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly string[]> {
  const rankOf = siblingRank(view, parentIds);
  const families = new Map<string, { readonly id: string; readonly rank: number }[]>();
  for (const [id, parentId] of parentIds) {
    const item = items.get(id);
    if (item === undefined || !items.has(parentId)) continue;
    const ranked = { id, rank: rankOf(item) };
    const family = families.get(parentId);
    if (family === undefined) families.set(parentId, [ranked]);
    else family.push(ranked);
  }
  // Stable: within a rank the server's order stays, which is by the job's age and id.
  return new Map(
    [...families].map(([id, family]) => [id, family.toSorted((a, b) => a.rank - b.rank).map((one) => one.id)]),
  );
}
