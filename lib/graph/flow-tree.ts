import type { FlowGroup, FlowNode, FlowView } from "@/lib/core/flow-view";
import { jobKey } from "@/lib/core/job-ref";

/** A node or a group of a flow as a tree item; ids are job keys, or a group's own id. */
export type FlowItem =
  | { readonly kind: "job"; readonly id: string; readonly node: FlowNode }
  | { readonly kind: "group"; readonly id: string; readonly group: FlowGroup };

export type FlowTree = {
  readonly rootId: string;
  readonly items: ReadonlyMap<string, FlowItem>;
  readonly childIds: ReadonlyMap<string, readonly string[]>;
  readonly parentIds: ReadonlyMap<string, string>;
};

/** Arranges a view's nodes and groups into the tree that both graph and outline show. Groups come last among siblings. */
export function toFlowTree(view: FlowView): FlowTree {
  const rootId = jobKey(view.root);
  const items = new Map<string, FlowItem>();
  const childIds = new Map<string, string[]>();
  const parentIds = new Map<string, string>();
  const add = (item: FlowItem, parentId: string | null) => {
    items.set(item.id, item);
    if (parentId === null || parentId === item.id) return;
    parentIds.set(item.id, parentId);
    const siblings = childIds.get(parentId);
    if (siblings === undefined) childIds.set(parentId, [item.id]);
    else siblings.push(item.id);
  };
  for (const node of view.nodes) {
    const id = jobKey(node.job);
    const isRoot = id === rootId;
    add({ kind: "job", id, node }, isRoot || node.parent === null ? null : jobKey(node.parent));
  }
  for (const group of view.groups) add({ kind: "group", id: group.id, group }, jobKey(group.parent));
  return { rootId, items, childIds, parentIds };
}

/** A key that changes only when an item or an edge comes or goes: positions depend on nothing else. */
export function topologyKey({ rootId, childIds }: FlowTree): string {
  return JSON.stringify([rootId, [...childIds]]);
}
