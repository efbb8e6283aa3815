import { flextree } from "d3-flextree";

import { levelWidthPx, nodeHeightPx } from "./card-size";
import type { TreeShape } from "./layout-tree";

/** d3-flextree recurses: a few thousand levels overflow the stack. Deeper flows do without it. */
export const packedLevelsMax = 1_000;

type Packed = { readonly id: string; readonly children: Packed[] };
type GapOf = (aboveId: string, belowId: string, family: boolean) => number;

/**
 * How far below its sibling above each subtree starts where d3-flextree packs the tree; a subtree starts at its chain
 * of first children. `null` where the tree is too deep for it.
 */
export function packedDistances(shape: TreeShape, gapOf: GapOf): ReadonlyMap<string, number> | null {
  const packed = toPacked(shape);
  if (packed === null) return null;
  const layout = flextree<Packed>({
    children: (item) => item.children,
    nodeSize: () => [nodeHeightPx, levelWidthPx],
    spacing: (above, below) => gapOf(above.data.id, below.data.id, above.parent === below.parent),
  });
  const tops = new Map<string, number>();
  const distances = new Map<string, number>();
  // Children before their parents, so that a parent finds the height of its first child.
  layout(layout.hierarchy(packed)).eachAfter((item) => {
    const [first] = item.children ?? [];
    tops.set(item.data.id, (first === undefined ? undefined : tops.get(first.data.id)) ?? item.x);
    let above = first;
    for (const child of item.children ?? []) {
      if (above !== undefined && above !== child)
        distances.set(child.data.id, (tops.get(child.data.id) ?? 0) - (tops.get(above.data.id) ?? 0));
      above = child;
    }
  });
  return distances;
}

function toPacked({ rootId, childIds }: TreeShape): Packed | null {
  const root: Packed = { id: rootId, children: [] };
  let level: readonly Packed[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= packedLevelsMax) return null;
    level = level.flatMap((item) => {
      for (const id of childIds.get(item.id) ?? []) item.children.push({ id, children: [] });
      return item.children;
    });
  }
  return root;
}
