/** A card of the graph, in world pixels. */
export const nodeWidthPx = 240;
export const nodeHeightPx = 72;
/** From one level's left edge to the next: 48 px stay between cards for the shared spine. */
export const levelWidthPx = 288;
const siblingGapPx = 12;
const familyGapPx = 32;

export type Position = { readonly x: number; readonly y: number };
export type Positions = ReadonlyMap<string, Position>;

/** What positions depend on; plain data, so that the layout can move into a worker as it is. */
export type TreeShape = {
  readonly rootId: string;
  readonly childIds: ReadonlyMap<string, readonly string[]>;
};

type Frame = { readonly id: string; readonly depth: number; readonly y: number; next: number };

/**
 * Places a tree from left to right, in order: a card lies below what stands before it on its level, and a parent beside
 * its first child, so that the blocking path, which comes first, is one straight line. Linear in the number of items,
 * and without recursion, because flows can be thousands of levels deep.
 */
export function layoutTree({ rootId, childIds }: TreeShape): Positions {
  const positions = new Map<string, Position>();
  const freeY: number[] = [];
  const stack: Frame[] = [{ id: rootId, depth: 0, y: 0, next: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const children = childIds.get(frame.id) ?? [];
    const child = children[frame.next];
    if (child !== undefined) {
      // The first child starts no higher than its parent could; the parent then takes the child's height.
      const minY = frame.next === 0 ? frame.y : 0;
      const depth = frame.depth + 1;
      frame.next += 1;
      stack.push({ id: child, depth, y: Math.max(minY, freeY[depth] ?? 0), next: 0 });
      continue;
    }
    stack.pop();
    const [first] = children;
    const y = (first === undefined ? undefined : positions.get(first)?.y) ?? frame.y;
    positions.set(frame.id, { x: frame.depth * levelWidthPx, y });
    freeY[frame.depth] = y + nodeHeightPx + siblingGapPx;
    if (children.length > 0) freeY[frame.depth + 1] = (freeY[frame.depth + 1] ?? 0) + familyGapPx - siblingGapPx;
  }
  return positions;
}
