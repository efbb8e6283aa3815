import { nodeHeightPx, nodeWidthPx } from "./card-size";
import type { Position, Positions } from "./layout-tree";

/** The spine that all edges of a parent share runs this far right of its card. */
const spinePx = 20;
const cornerPx = 6;

/** Neutral, on a blocking chain, or on the chain that is looked at. */
export const edgeTones = ["neutral", "block", "path"] as const;
export type EdgeTone = (typeof edgeTones)[number];

export type EdgeShape = {
  readonly tone: EdgeTone;
  /** SVG path of all lines of this tone. */
  readonly lines: string;
  /** SVG path of their heads, which point at the child: "waits for". */
  readonly heads: string;
};

type Edges = {
  readonly positions: Positions;
  readonly parentIds: ReadonlyMap<string, string>;
  readonly toneOf: (childId: string) => EdgeTone;
};

const heads = {
  neutral: { length: 6, half: 3.5 },
  block: { length: 8, half: 5 },
  path: { length: 8, half: 5 },
} as const satisfies Record<EdgeTone, { length: number; half: number }>;

/** All edges as one shape a tone, in drawing order, so that 300 edges cost three elements and the path lies on top. */
export function edgeShapes({ positions, parentIds, toneOf }: Edges): readonly EdgeShape[] {
  const lines = { neutral: "", block: "", path: "" };
  const tips = { neutral: "", block: "", path: "" };
  for (const [childId, parentId] of parentIds) {
    const [parent, child] = [positions.get(parentId), positions.get(childId)];
    if (parent === undefined || child === undefined) continue;
    const tone = toneOf(childId);
    lines[tone] += edgePath(parent, child, heads[tone].length);
    tips[tone] += headPath(child, heads[tone]);
  }
  return edgeTones
    .filter((tone) => lines[tone] !== "")
    .map((tone) => ({ tone, lines: lines[tone], heads: tips[tone] }));
}

/** An orthogonal line from a parent's right side to just before the child's left side, along the parent's spine. */
export function edgePath(parent: Position, child: Position, headPx: number): string {
  const startX = parent.x + nodeWidthPx;
  const startY = parent.y + nodeHeightPx / 2;
  const endY = child.y + nodeHeightPx / 2;
  const endX = child.x - headPx;
  if (startY === endY) return `M${startX},${startY}H${endX}`;
  const spineX = startX + spinePx;
  const corner = Math.min(cornerPx, Math.abs(endY - startY) / 2);
  const down = endY > startY ? corner : -corner;
  return (
    `M${startX},${startY}H${spineX - corner}Q${spineX},${startY} ${spineX},${startY + down}` +
    `V${endY - down}Q${spineX},${endY} ${spineX + corner},${endY}H${endX}`
  );
}

/** A dashed line between two cards, upright where they stand in one column, with the place of its label. */
export function slotShape(
  waiting: Position,
  holder: Position,
): { readonly line: string; readonly head: string; readonly label: Position } {
  const middle = nodeWidthPx / 2;
  const up = holder.y < waiting.y;
  if (waiting.x !== holder.x || waiting.y === holder.y) {
    const [x, y] = [waiting.x + middle, holder.y + nodeHeightPx / 2];
    const endX = holder.x > waiting.x ? holder.x : holder.x + nodeWidthPx;
    const length = endX > x ? -slotHead.length : slotHead.length;
    const startY = up ? waiting.y : waiting.y + nodeHeightPx;
    return {
      line: `M${x},${startY}V${y}H${endX + length}`,
      head: `M${endX},${y}l${length},${-slotHead.half}v${slotHead.half * 2}z`,
      label: { x: x + 8, y: startY + (up ? -20 : 4) },
    };
  }
  const x = waiting.x + middle;
  const [startY, endY] = up ? [waiting.y, holder.y + nodeHeightPx] : [waiting.y + nodeHeightPx, holder.y];
  const length = up ? slotHead.length : -slotHead.length;
  return {
    line: `M${x},${startY}V${endY + length}`,
    head: `M${x},${endY}l${-slotHead.half},${length}h${slotHead.half * 2}z`,
    label: { x: x + 8, y: (startY + endY) / 2 - 8 },
  };
}

const slotHead = { length: 7, half: 3 };

function headPath(child: Position, { length, half }: { readonly length: number; readonly half: number }): string {
  const y = child.y + nodeHeightPx / 2;
  return `M${child.x},${y}l${-length},${-half}v${half * 2}z`;
}
