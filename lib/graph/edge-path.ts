import { nodeHeightPx, nodeWidthPx } from "./layout-tree";
import type { Position } from "./layout-tree";

/** The spine that all edges of a parent share runs this far right of its card. */
const spinePx = 20;
const cornerPx = 6;

/** An orthogonal SVG path from a parent's right side to a child's left side, along the parent's spine. */
export function edgePath(parent: Position, child: Position): string {
  const startX = parent.x + nodeWidthPx;
  const startY = parent.y + nodeHeightPx / 2;
  const endY = child.y + nodeHeightPx / 2;
  if (startY === endY) return `M${startX},${startY}H${child.x}`;
  const spineX = startX + spinePx;
  const corner = Math.min(cornerPx, Math.abs(endY - startY) / 2);
  const down = endY > startY ? corner : -corner;
  return (
    `M${startX},${startY}H${spineX - corner}Q${spineX},${startY} ${spineX},${startY + down}` +
    `V${endY - down}Q${spineX},${endY} ${spineX + corner},${endY}H${child.x}`
  );
}
