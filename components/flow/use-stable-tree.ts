"use client";

import { useState } from "react";

import type { FlowTree, Topology } from "@/lib/graph/flow-tree";
import { topologyKey } from "@/lib/graph/flow-tree";
import { countMoves, keepOrder } from "@/lib/graph/keep-order";

type Shown = { readonly orderKey: string; readonly topology: string; readonly childIds: FlowTree["childIds"] };

export type StableTree = {
  /** Its `childIds` stay the same object while no item, no edge and no order changes. */
  readonly tree: FlowTree;
  /** Siblings that stand elsewhere than their state would have them by now. */
  readonly moves: number;
  readonly apply: () => void;
};

/**
 * Keeps every job where it stands while states change under it. What came or went is fitted in; ranks count again
 * when the operator does something (`orderKey` changes) or applies them.
 */
export function useStableTree(fresh: FlowTree, orderKey: string): StableTree {
  const [shown, setShown] = useState<Shown>(() => toShown(orderKey, fresh));
  const freshTopology = topologyKey(fresh);
  let current = shown;
  if (shown.orderKey !== orderKey) current = toShown(orderKey, fresh);
  else if (shown.topology !== freshTopology) {
    const kept = toShown(orderKey, { ...fresh, childIds: keepOrder(shown.childIds, fresh.childIds) });
    // The same topology keeps its object, or positions would be computed anew.
    current = kept.topology === shown.topology ? shown : kept;
  }
  if (current !== shown) setShown(current);
  return {
    tree: { ...fresh, childIds: current.childIds },
    moves: current.topology === freshTopology ? 0 : countMoves(current.childIds, fresh.childIds),
    apply: () => setShown(toShown(orderKey, fresh)),
  };
}

function toShown(orderKey: string, tree: Topology): Shown {
  return { orderKey, topology: topologyKey(tree), childIds: tree.childIds };
}
