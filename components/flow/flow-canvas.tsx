"use client";

import "reactflow/dist/style.css";
import "./flow-graph.css";

import { useEffect, useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { ReactFlow, ReactFlowProvider, useReactFlow, useStore } from "reactflow";
import type { NodeMouseHandler } from "reactflow";

import type { FlowView } from "@/lib/core/flow-view";
import type { FlowItem, FlowTree } from "@/lib/graph/flow-tree";
import { edgeShapes } from "@/lib/graph/edge-shapes";
import { layoutTree } from "@/lib/graph/layout-tree";
import type { Positions } from "@/lib/graph/layout-tree";

import { canvasStep } from "./canvas-step";
import { CulpritLabels, FlowMiniMap, ZoomButtons } from "./canvas-tools";
import { bucketTone, cardTone } from "./card-tone";
import { detailLevel } from "./detail-level";
import { EdgeLayer } from "./edge-layer";
import { GroupNode } from "./group-node";
import { JobNode } from "./job-node";
import type { FlowPaths } from "./use-flow-paths";
import { useCanvasNodes } from "./use-canvas-nodes";
import type { CanvasNode } from "./use-canvas-nodes";
import { useCanvasView } from "./use-canvas-view";

const nodeTypes = { job: JobNode, group: GroupNode };
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
  readonly onOpen: (item: FlowItem) => void;
};

/** The flow as a graph. Positions follow the topology only, so that a poll that changes no edge moves no card. */
export default function FlowCanvas(props: FlowCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ conn, view, tree, paths, selectedId, viewKey, onOpen }: FlowCanvasProps) {
  const positions = useLayout(tree);
  const [focusId, setFocusId] = useState<string | null>(null);
  const activeId = focusId !== null && tree.items.has(focusId) ? focusId : selectedId;
  const nodes = useCanvasNodes({
    conn,
    tree,
    positions,
    pathIds: paths.pathIds,
    readAtMs: view.readAtMs,
    activeId,
    chosenId: selectedId,
  });
  const shapes = useMemo(
    () => edgeShapes({ positions, parentIds: tree.parentIds, toneOf: paths.toneOf }),
    [positions, tree.parentIds, paths],
  );
  const firstIds = paths.pathIds.size > 0 ? paths.pathIds : new Set(positions.keys());
  const { fit, onInit } = useCanvasView({ positions, firstIds, selectedId: activeId, viewKey });
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
      minZoom={0.1}
      maxZoom={1.5}
      onInit={onInit}
      onNodeClick={open}
      onKeyDown={onKeyDown}
      ariaLabelConfig={ariaLabels}
      proOptions={{ hideAttribution: true }}
      role="group"
      aria-label={canvasLabel(view, paths.pathIds.size)}
    >
      <EdgeLayer shapes={shapes} />
      <CulpritLabels tree={tree} positions={positions} culpritIds={paths.culpritIds} />
      <ZoomButtons onFit={fit} />
      {nodes.length > miniMapFromNodes && <FlowMiniMap toneOf={toneOf} />}
    </ReactFlow>
  );
}

/** Fast enough to run at once: 300 cards take a millisecond. Its input is plain data, so that it can move into a worker. */
function useLayout({ rootId, childIds }: FlowTree): Positions {
  return useMemo(() => layoutTree({ rootId, childIds }), [rootId, childIds]);
}

type KeysInput = {
  readonly tree: FlowTree;
  readonly activeId: string;
  readonly setFocusId: (id: string) => void;
  readonly onOpen: (item: FlowItem) => void;
  readonly fit: () => void;
};

/** Arrows move the focus from card to card, Enter opens, + - 0 zoom. */
function useCanvasKeys({ tree, activeId, setFocusId, onOpen, fit }: KeysInput) {
  const { zoomIn, zoomOut } = useReactFlow();
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    document
      .querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(activeId)}"]`)
      ?.focus({ preventScroll: true });
  }, [activeId]);
  return (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const onCard = event.target instanceof Element && event.target.closest(".react-flow__node") !== null;
    const item = tree.items.get(activeId);
    const next = onCard ? canvasStep(tree, activeId, event.key) : null;
    const acts: { readonly [key: string]: (() => void) | undefined } = {
      Enter: onCard && item !== undefined ? () => onOpen(item) : undefined,
      "+": () => void zoomIn(),
      "=": () => void zoomIn(),
      "-": () => void zoomOut(),
      "0": fit,
    };
    const act = next === null ? acts[event.key] : () => setFocusId(next);
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    moved.current = next !== null;
    act();
  };
}

function toneOf(node: CanvasNode): string {
  return node.type === "job" ? cardTone(node.data.node) : bucketTone(node.data.group.bucket);
}

function canvasLabel(view: FlowView, pathLength: number): string {
  const stuck = view.nodes.filter((node) => node.verdict === "probably-stuck").length;
  const path = pathLength === 0 ? "Nothing is blocked." : `Blocked path has ${pathLength} jobs.`;
  return `Flow of ${view.total.toLocaleString("en-US")} jobs. ${stuck} probably stuck, ${view.byState.failed ?? 0} failed. ${path}`;
}
