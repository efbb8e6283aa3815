"use client";

import { memo } from "react";
import type { Edge, EdgeProps } from "reactflow";

export type FlowEdgeData = { readonly path: string; readonly onPath: boolean; readonly blocking: boolean };
export type FlowEdgeType = Edge<FlowEdgeData, "flow">;

/** "Waits for": from a parent to its child, along the parent's shared spine. */
export const FlowEdge = memo(function FlowEdge({ data }: EdgeProps<FlowEdgeType>) {
  if (data === undefined) return null;
  const tone = data.onPath ? "on-path" : data.blocking ? "blocking" : "";
  return <path d={data.path} className={`flow-edge ${tone}`} markerEnd={`url(#flow-head${tone === "" ? "" : "-blocked"})`} aria-hidden="true" />;
});
