"use client";

import { memo } from "react";
import { ViewportPortal } from "reactflow";

import type { EdgeShape } from "@/lib/graph/edge-shapes";

/** Every "waits for" of the flow behind the cards; the outline tells the same to screen readers. */
export const EdgeLayer = memo(function EdgeLayer({ shapes }: { readonly shapes: readonly EdgeShape[] }) {
  return (
    <ViewportPortal>
      <svg className="flow-edges" width="1" height="1" aria-hidden="true">
        {shapes.map(({ tone, lines, heads }) => (
          <g key={tone}>
            <path d={lines} className={`flow-edge ${tone}`} />
            <path d={heads} className={`flow-head ${tone}`} />
          </g>
        ))}
      </svg>
    </ViewportPortal>
  );
});
