"use client";

import "reactflow/dist/style.css";
import "./flow-graph.css";

import { useEffect, useMemo, useState } from "react";
import { ReactFlow, ReactFlowProvider, useStore } from "reactflow";
import type { NodeMouseHandler } from "reactflow";

import { sayFirstLook } from "@/components/ui/first-look";
import type { FlowView } from "@/lib/core/flow-view";
import { jobKey } from "@/lib/core/job-ref";
import type { FlowItem, FlowTree } from "@/lib/graph/flow-tree";
import { edgeShapes } from "@/lib/graph/edge-shapes";
import type { Viewport } from "@/lib/graph/first-viewport";
import { zoomRange } from "@/lib/graph/view-box";

import { CulpritLabels, ZoomButtons } from "./canvas-tools";
import { detailLevel } from "./detail-level";
import { EdgeLayer } from "./edge-layer";
import { FlowMiniMap } from "./flow-mini-map";
import { FoldNode } from "./fold-node";
import { JobNode } from "./job-node";
import type { FlowPaths } from "./use-flow-paths";
import { useCanvasKeys } from "./use-canvas-keys";
import { useCanvasNodes } from "./use-canvas-nodes";
import type { CanvasNode } from "./canvas-nodes";
import { useCanvasView } from "./use-canvas-view";
import { useLayout } from "./use-layout";

const nodeTypes = { job: JobNode, fold: FoldNode };
const ariaLabels = {
  "node.a11yDescription.default": "Arrow keys move between jobs. Enter opens the job.",
  "node.a11yDescription.keyboardDisabled": "Arrow keys move between jobs. Enter opens the job.",
  "edge.a11yDescription.default": "",
  "controls.ariaLabel": "Zoom",
  "minimap.ariaLabel": "",
} as const;
const miniMapFromNodes = 60;

export type FlowCanvasProps = {
  readonly conn: string;
  readonly view: FlowView;
  readonly tree: FlowTree;
  readonly paths: FlowPaths;
  readonly selectedId: string;
  readonly viewKey: string;
  readonly box: Viewport | null;
  readonly onOpen: (item: FlowItem) => void;
};

/** The flow as a graph. Positions follow the topology only, so that a poll that changes no edge moves no card. */
export function FlowCanvas(props: FlowCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ conn, view, tree, paths, selectedId, viewKey, box, onOpen }: FlowCanvasProps) {
  const { positions, ready } = useLayout(tree);
  const [focusId, setFocusId] = useState<string | null>(null);
  const activeId = focusId !== null && tree.items.has(focusId) ? focusId : selectedId;
  const nodes = useCanvasNodes({
    conn,
    items: tree.items,
    positions,
    pathIds: paths.pathIds,
    readAtMs: view.readAtMs,
    activeId,
    chosenId: selectedId,
  });
  const shapes = useMemo(
    () => edgeShapes({ positions, parentIds: tree.parentIds, toneOf: (id) => paths.toneOf(belowFold(tree.items, id)) }),
    [positions, tree.items, tree.parentIds, paths],
  );
  const firstIds = paths.pathIds.size > 0 ? paths.pathIds : new Set(positions.keys());
  const { fit, onInit } = useCanvasView({ positions, ready, firstIds, selectedId: activeId, viewKey, box });
  const drawn = ready && nodes.length > 0;
  useEffect(() => {
    if (drawn) sayFirstLook();
  }, [drawn]);
  const detail = useStore((state) => detailLevel(state.transform[2]));
  const onKeyDown = useCanvasKeys({ tree, activeId, setFocusId, onOpen, fit });
  const open: NodeMouseHandler<CanvasNode> = (_, { id }) => {
    const item = tree.items.get(id);
    setFocusId(null);
    if (item !== undefined) onOpen(item);
  };
  return (
    <ReactFlow<CanvasNode>
      nodes={nodes}
      nodeTypes={nodeTypes}
      className="flow-canvas"
      data-detail={detail}
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      elementsSelectable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      minZoom={zoomRange.least}
      maxZoom={zoomRange.most}
      onInit={onInit}
      onNodeClick={open}
      onKeyDown={onKeyDown}
      ariaLabelConfig={ariaLabels}
      proOptions={{ hideAttribution: true }}
      role="group"
      aria-label={canvasLabel(view, paths.pathIds.size)}
    >
      <EdgeLayer shapes={shapes} slotEdges={tree.slotEdges} positions={positions} />
      <CulpritLabels tree={tree} positions={positions} culpritIds={paths.culpritIds} />
      <ZoomButtons onFit={fit} />
      {nodes.length > miniMapFromNodes && <FlowMiniMap culpritIds={paths.culpritIds} />}
    </ReactFlow>
  );
}

/** A path goes on through a folded chain. */
function belowFold(items: FlowTree["items"], id: string): string {
  const item = items.get(id);
  return item?.kind === "group" && item.group.leadsTo !== null ? jobKey(item.group.leadsTo) : id;
}

function canvasLabel(view: FlowView, pathLength: number): string {
  const stuck = view.nodes.filter((node) => node.verdict === "probably-stuck").length;
  const path = pathLength === 0 ? "Nothing is blocked." : `Blocked path has ${pathLength} jobs.`;
  return `Flow of ${view.total.toLocaleString("en-US")} jobs. ${stuck} probably stuck, ${view.byState.failed ?? 0} failed. ${path}`;
}
