"use client";

import { Panel, useReactFlow, useStore, ViewportPortal } from "reactflow";

import { Glyph } from "@/components/ui/glyph";
import { jobLabel } from "@/lib/core/job-label";
import type { FlowTree } from "@/lib/graph/flow-tree";
import { nodeHeightPx, nodeWidthPx } from "@/lib/graph/card-size";
import type { Positions } from "@/lib/graph/layout-tree";

import { detailLevel } from "./detail-level";

/** Out, back to the first view, in. */
export function ZoomButtons({ onFit }: { readonly onFit: () => void }) {
  const { zoomIn, zoomOut } = useReactFlow();
  const zoom = useStore((state) => Math.round(state.transform[2] * 100));
  return (
    <Panel position="bottom-left" className="m-3!">
      <div className="flow-zoom" role="group" aria-label="Zoom">
        <button type="button" aria-label="Zoom out" onClick={() => void zoomOut()}>
          <Glyph name="minus" />
        </button>
        <button type="button" className="mono" aria-label={`Zoom ${zoom}%. Fit the path`} onClick={onFit}>
          {zoom}%
        </button>
        <button type="button" aria-label="Zoom in" onClick={() => void zoomIn()}>
          <Glyph name="plus" />
        </button>
      </div>
    </Panel>
  );
}

type CulpritLabelsProps = {
  readonly tree: FlowTree;
  readonly positions: Positions;
  readonly culpritIds: ReadonlySet<string>;
};

/** Far out only culprits keep their names, at the size of text. */
export function CulpritLabels({ tree, positions, culpritIds }: CulpritLabelsProps) {
  const zoom = useStore((state) => (state.transform[2] < 0.4 ? state.transform[2] : 1));
  const level = detailLevel(zoom);
  if (level !== "block" && level !== "bars") return null;
  return (
    <ViewportPortal>
      {[...culpritIds].map((id) => {
        const [item, place] = [tree.items.get(id), positions.get(id)];
        if (item?.kind !== "job" || place === undefined) return null;
        const middle = place.y + nodeHeightPx / 2 - 8;
        return (
          <span
            key={id}
            aria-hidden="true"
            className="flow-culprit-label"
            style={{ transform: `translate(${place.x + nodeWidthPx}px, ${middle}px) scale(${1 / zoom})` }}
          >
            {jobLabel(item.node.job)}
          </span>
        );
      })}
    </ViewportPortal>
  );
}
