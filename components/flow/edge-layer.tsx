"use client";

import { memo } from "react";
import { ViewportPortal } from "reactflow";

import { slotShape } from "@/lib/graph/edge-shapes";
import type { EdgeShape } from "@/lib/graph/edge-shapes";
import type { Positions } from "@/lib/graph/layout-tree";
import type { SlotEdge } from "@/lib/graph/slot-edges";

type Props = {
  readonly shapes: readonly EdgeShape[];
  readonly slotEdges: readonly SlotEdge[];
  readonly positions: Positions;
};

/** Every "waits for" of the flow behind the cards; the outline tells the same to screen readers. */
export const EdgeLayer = memo(function EdgeLayer({ shapes, slotEdges, positions }: Props) {
  return (
    <ViewportPortal>
      <svg className="flow-edges" width="1" height="1" aria-hidden="true">
        {shapes.map(({ tone, lines, heads }) => (
          <g key={tone}>
            <path d={lines} className={`flow-edge ${tone}`} />
            <path d={heads} className={`flow-head ${tone}`} />
          </g>
        ))}
        {slotEdges.map((edge) => (
          <Slot key={`${edge.waitingId} ${edge.holderId}`} edge={edge} positions={positions} />
        ))}
      </svg>
    </ViewportPortal>
  );
});

function Slot({ edge, positions }: { readonly edge: SlotEdge; readonly positions: Positions }) {
  const [waiting, holder] = [positions.get(edge.waitingId), positions.get(edge.holderId)];
  if (waiting === undefined || holder === undefined) return null;
  const { line, head, label } = slotShape(waiting, holder);
  return (
    <g>
      <path d={line} className="flow-edge slot" />
      <path d={head} className="flow-head slot" />
      <text x={label.x} y={label.y + 12} className="flow-slot-label">
        no free slot
      </text>
    </g>
  );
}
