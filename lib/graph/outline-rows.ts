import type { OutlineItem, OutlineTree } from "./outline-tree";

export type OutlineRow = {
  readonly item: OutlineItem;
  /** 1 for the root. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly hasChildren: boolean;
  readonly expanded: boolean;
};

/** The rows of the outline from top to bottom; what lies below a collapsed item is left out. Iterative: flows can be deep. */
export function toOutlineRows(tree: OutlineTree, collapsed: ReadonlySet<string>): readonly OutlineRow[] {
  const rows: OutlineRow[] = [];
  const stack: { readonly id: string; readonly level: number; readonly position: number; readonly siblings: number }[] =
    [{ id: tree.rootId, level: 1, position: 1, siblings: 1 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const item = tree.items.get(next.id);
    if (item === undefined) continue;
    const children = tree.childIds.get(next.id) ?? [];
    const hasChildren = children.length > 0 || item.kind === "group";
    const expanded = children.length > 0 && !collapsed.has(next.id);
    rows.push({ item, level: next.level, position: next.position, siblings: next.siblings, hasChildren, expanded });
    if (!expanded) continue;
    for (let index = children.length - 1; index >= 0; index -= 1) {
      const id = children[index];
      if (id !== undefined) stack.push({ id, level: next.level + 1, position: index + 1, siblings: children.length });
    }
  }
  return rows;
}
