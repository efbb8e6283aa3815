import type { FlowTree } from "./flow-tree";

/** A card of the graph, in world pixels. */
export const nodeWidthPx = 240;
export const nodeHeightPx = 72;
/** From one level's left edge to the next: 48 px stay between cards for the shared spine. */
export const levelWidthPx = 288;
const siblingGapPx = 12;
const familyGapPx = 32;

export type Position = { readonly x: number; readonly y: number };

type Shape = Pick<FlowTree, "rootId" | "childIds">;

/**
 * Places a tree from left to right, in order: a card lies below what stands before it on its level, and a parent beside
 * its first child, so that the blocking path, which comes first, is one straight line. Linear in the number of items.
 */
export function layoutTree({ rootId, childIds }: Shape): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>();
  const nextFreeY: number[] = [];
  const place = (id: string, depth: number, minY: number): number => {
    let y = Math.max(minY, nextFreeY[depth] ?? 0);
    const children = childIds.get(id) ?? [];
    for (const [index, child] of children.entries()) {
      const childY = place(child, depth + 1, index === 0 ? y : 0);
      if (index === 0) y = childY;
    }
    positions.set(id, { x: depth * levelWidthPx, y });
    nextFreeY[depth] = y + nodeHeightPx + siblingGapPx;
    if (children.length > 0) nextFreeY[depth + 1] = (nextFreeY[depth + 1] ?? 0) + familyGapPx - siblingGapPx;
    return y;
  };
  place(rootId, 0, 0);
  return positions;
}
