import { familyGapPx, levelWidthPx, nodeHeightPx, siblingGapPx, slotGapPx } from "./card-size";
import { packedDistances } from "./packed-distances";

export type Position = { readonly x: number; readonly y: number };
export type Positions = ReadonlyMap<string, Position>;

/** What positions depend on: plain data, because the layout runs in a worker. */
export type TreeShape = {
  readonly rootId: string;
  readonly childIds: ReadonlyMap<string, readonly string[]>;
  /** Cards with more room around them, because an edge for a slot ends there. */
  readonly roomyIds: ReadonlySet<string>;
};

type Frame = { readonly id: string; readonly depth: number; readonly y: number; next: number };

/**
 * Places a tree from left to right. d3-flextree packs the subtrees; a pass of ours then puts each parent beside its
 * first child, so that the blocking path, which comes first, is one straight line, and lets no two cards overlap.
 */
export function layoutTree(shape: TreeShape): Positions {
  return alignToFirstChild(shape, packedDistances(shape, gapOf));

  function gapOf(aboveId: string, belowId: string, siblings: boolean): number {
    if (!siblings) return familyGapPx;
    return shape.roomyIds.has(aboveId) || shape.roomyIds.has(belowId) ? slotGapPx : siblingGapPx;
  }
}

/** Linear and without recursion, because flows can be thousands of levels deep. */
function alignToFirstChild(
  { rootId, childIds, roomyIds }: TreeShape,
  distances: ReadonlyMap<string, number> | null,
): Positions {
  const positions = new Map<string, Position>();
  const freeY: number[] = [];
  // Parents before their children: cards come into the page in this order, whatever the order in which heights are known.
  const place = (id: string, depth: number, y: number) => positions.set(id, { x: depth * levelWidthPx, y });
  place(rootId, 0, 0);
  const gapBelow = (id: string) => (roomyIds.has(id) ? slotGapPx : siblingGapPx);
  const stack: Frame[] = [{ id: rootId, depth: 0, y: 0, next: 0 }];
  for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
    const children = childIds.get(frame.id) ?? [];
    const child = children[frame.next];
    if (child !== undefined) {
      const depth = frame.depth + 1;
      const roomAbove = frame.next > 0 && roomyIds.has(child) ? slotGapPx - siblingGapPx : 0;
      // The first child starts no higher than its parent could; the parent then takes the child's height.
      const start = frame.next === 0 ? frame.y : startOf(child, children[frame.next - 1]);
      const y = Math.max(start, (freeY[depth] ?? 0) + roomAbove);
      frame.next += 1;
      place(child, depth, y);
      stack.push({ id: child, depth, y, next: 0 });
      continue;
    }
    stack.pop();
    const [first] = children;
    const y = (first === undefined ? undefined : positions.get(first)?.y) ?? frame.y;
    place(frame.id, frame.depth, y);
    freeY[frame.depth] = y + nodeHeightPx + gapBelow(frame.id);
    const last = children.at(-1);
    if (last !== undefined) freeY[frame.depth + 1] = (positions.get(last)?.y ?? 0) + nodeHeightPx + familyGapPx;
  }
  return positions;

  /** A card without children needs no more room than its level has; a subtree keeps its packed distance. */
  function startOf(id: string, above: string | undefined): number {
    if (above === undefined || (childIds.get(id) ?? []).length === 0) return 0;
    return (positions.get(above)?.y ?? 0) + (distances?.get(id) ?? 0);
  }
}
