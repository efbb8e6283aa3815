"use client";

import { MiniMap, useStore } from "reactflow";
import type { MiniMapNodeProps, ReactFlowState } from "reactflow";

import type { CanvasNode } from "./canvas-nodes";
import { bucketTone, cardTone } from "./card-tone";

/** React Flow's own size of the map. */
const mapPx = { width: 200, height: 150 };
/** A culprit is drawn this large at any size of the flow. */
const diamondPx = 6;
const culpritClass = "mini-culprit";

const fills = {
  "tone-blocked": "fill-blocked",
  "tone-active": "fill-active",
  "tone-completed": "fill-completed",
  "tone-failed": "fill-failed",
  "tone-dead": "fill-failed",
  "tone-stuck": "fill-stuck",
  "tone-slow": "fill-suspect",
  "tone-lost": "fill-suspect",
} as const;

/** A small map of large flows; each culprit is a diamond on it at any size. */
export function FlowMiniMap({ culpritIds }: { readonly culpritIds: ReadonlySet<string> }) {
  return (
    <MiniMap<CanvasNode>
      ariaLabel={null}
      aria-hidden="true"
      pannable
      className="flow-minimap max-md:hidden"
      nodeClassName={(node) => (culpritIds.has(node.id) ? `${culpritClass} ${toneOf(node)}` : toneOf(node))}
      nodeComponent={MiniNode}
      nodeStrokeWidth={0}
    />
  );
}

function MiniNode({ x, y, width, height, className }: MiniMapNodeProps) {
  const [first, second] = className.split(" ");
  const fill = Object.entries(fills).find(([tone]) => tone === (second ?? first))?.[1] ?? "fill-control";
  if (first === culpritClass) return <MiniDiamond x={x + width / 2} y={y + height / 2} className={fill} />;
  return <rect x={x} y={y} width={width} height={height} className={fill} />;
}

function MiniDiamond({ x, y, className }: { readonly x: number; readonly y: number; readonly className: string }) {
  const half = useStore(worldPxPerMapPx) * diamondPx;
  return (
    <path
      d={`M${x},${y - half}l${half},${half}l${-half},${half}l${-half},${-half}z`}
      className={`${className} stroke-stuck-edge`}
      strokeWidth={half / 6}
    />
  );
}

/** The map shows the cards and what the canvas looks at, whichever reaches further. */
function worldPxPerMapPx({ nodeLookup, transform: [x, y, zoom], width, height }: ReactFlowState): number {
  let [left, top, right, bottom] = [-x / zoom, -y / zoom, (width - x) / zoom, (height - y) / zoom];
  for (const { position, initialWidth = 0, initialHeight = 0 } of nodeLookup.values()) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + initialWidth);
    bottom = Math.max(bottom, position.y + initialHeight);
  }
  return Math.max((right - left) / mapPx.width, (bottom - top) / mapPx.height);
}

function toneOf(node: CanvasNode): string {
  return node.type === "job" ? cardTone(node.data.node) : bucketTone(node.data.group.bucket);
}
