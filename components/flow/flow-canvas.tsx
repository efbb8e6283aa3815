"use client";

import "reactflow/dist/style.css";
import "./flow-graph.css";

import { useEffect, useMemo } from "react";
import {
  Background,
  BackgroundVariant,
  MiniMap,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "reactflow";
import type { NodeMouseHandler } from "reactflow";

import { Glyph } from "@/components/ui/glyph";
import type { FlowView } from "@/lib/core/flow-view";
import type { JobRef } from "@/lib/core/job-ref";
import { edgePath } from "@/lib/graph/edge-path";
import type { FlowTree } from "@/lib/graph/flow-tree";
import { topologyKey } from "@/lib/graph/flow-tree";
import { layoutTree, nodeHeightPx, nodeWidthPx } from "@/lib/graph/layout-tree";
import type { Position } from "@/lib/graph/layout-tree";

import { FlowEdge } from "./flow-edge";
import type { FlowEdgeType } from "./flow-edge";
import { GroupNode } from "./group-node";
import type { GroupNodeType } from "./group-node";
import { JobNode } from "./job-node";
import type { JobNodeType } from "./job-node";

const nodeTypes = { job: JobNode, group: GroupNode };
const edgeTypes = { flow: FlowEdge };
const ariaLabels = {
  "node.a11yDescription.default": "Press Enter to select this job.",
  "node.a11yDescription.keyboardDisabled": "Press Enter to select this job.",
  "edge.a11yDescription.default": "",
};
const miniMapFromNodes = 60;

type CanvasNode = JobNodeType | GroupNodeType;

export type FlowCanvasProps = {
  readonly view: FlowView;
  readonly tree: FlowTree;
  readonly pathIds: ReadonlySet<string>;
  readonly selectedId: string | null;
  readonly onSelect: (ref: JobRef) => void;
  readonly onOpenGroup: (groupId: string) => void;
};

/** The flow as a graph. Positions follow the topology only, so that a poll that changes no edge moves no card. */
export default function FlowCanvas(props: FlowCanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}

function Canvas({ view, tree, pathIds, selectedId, onSelect, onOpenGroup }: FlowCanvasProps) {
  const shape = topologyKey(tree);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the key stands for all of the tree that positions depend on
  const positions = useMemo(() => layoutTree(tree), [shape]);
  const nodes = useMemo(
    () => toNodes(tree, positions, { pathIds, selectedId, readAtMs: view.readAtMs }),
    [tree, positions, pathIds, selectedId, view.readAtMs],
  );
  const edges = useMemo(() => toEdges(tree, positions, pathIds), [tree, positions, pathIds]);
  const select: NodeMouseHandler<CanvasNode> = (_, node) => {
    if (node.type === "job") onSelect(node.data.node.job);
    else onOpenGroup(node.id);
  };
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      nodesDraggable={false}
      nodesConnectable={false}
      deleteKeyCode={null}
      edgesFocusable={false}
      minZoom={0.1}
      maxZoom={1.5}
      onNodeClick={select}
      ariaLabelConfig={ariaLabels}
      proOptions={{ hideAttribution: true }}
      aria-label={canvasLabel(view, pathIds.size)}
    >
      <Background variant={BackgroundVariant.Dots} gap={24} size={1} className="flow-dots" />
      <ArrowHeads />
      <FirstFit pathIds={pathIds} shape={shape} />
      <ZoomButtons />
      {nodes.length > miniMapFromNodes && <MiniMap ariaLabel={null} pannable className="flow-minimap" />}
      {view.truncated && (
        <Panel position="bottom-right" className="flow-note">
          Showing {view.nodes.length.toLocaleString("en-US")} of {view.total.toLocaleString("en-US")} jobs. Every
          problem is shown or counted.
        </Panel>
      )}
    </ReactFlow>
  );
}

function toNodes(
  tree: FlowTree,
  positions: ReadonlyMap<string, Position>,
  {
    pathIds,
    selectedId,
    readAtMs,
  }: { readonly pathIds: ReadonlySet<string>; readonly selectedId: string | null; readonly readAtMs: number },
): CanvasNode[] {
  return [...tree.items.values()].flatMap((item): CanvasNode[] => {
    const position = positions.get(item.id);
    if (position === undefined) return [];
    const base = {
      id: item.id,
      position,
      width: nodeWidthPx,
      height: nodeHeightPx,
      initialWidth: nodeWidthPx,
      initialHeight: nodeHeightPx,
    };
    if (item.kind === "group")
      return [
        {
          ...base,
          type: "group",
          data: { group: item.group },
          ariaLabel: `${item.group.count} × ${item.group.name ?? "jobs"}`,
        },
      ];
    const data = { node: item.node, readAtMs, onPath: pathIds.has(item.id), selected: item.id === selectedId };
    return [
      { ...base, type: "job", data, ariaLabel: `${item.node.job.name ?? ""} ${item.node.job.id}, ${item.node.state}` },
    ];
  });
}

function toEdges(
  tree: FlowTree,
  positions: ReadonlyMap<string, Position>,
  pathIds: ReadonlySet<string>,
): FlowEdgeType[] {
  const edges: FlowEdgeType[] = [];
  for (const [childId, parentId] of tree.parentIds) {
    const [parent, child] = [positions.get(parentId), positions.get(childId)];
    if (parent === undefined || child === undefined) continue;
    const item = tree.items.get(childId);
    const blocking =
      item?.kind === "job" && item.node.state !== "completed" && tree.items.get(parentId)?.kind === "job";
    const data = { path: edgePath(parent, child), onPath: pathIds.has(childId) && pathIds.has(parentId), blocking };
    edges.push({
      id: childId,
      source: parentId,
      target: childId,
      type: "flow",
      data,
      zIndex: data.onPath ? 2 : blocking ? 1 : 0,
    });
  }
  return edges;
}

/** Shows the blocking path legibly when the flow's shape first appears, never the whole flow in miniature. */
function FirstFit({ pathIds, shape }: { readonly pathIds: ReadonlySet<string>; readonly shape: string }) {
  const { fitView } = useReactFlow();
  useEffect(() => {
    const nodes = [...pathIds].slice(0, 12).map((id) => ({ id }));
    void fitView({ ...(nodes.length > 0 ? { nodes } : {}), minZoom: 0.7, maxZoom: 1, padding: 0.12 });
    // A poll that changes only states must not move what the operator looks at.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- runs when the shape changes, not with every new path object
  }, [shape, fitView]);
  return null;
}

function ZoomButtons() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const zoom = useStore((state) => state.transform[2]);
  return (
    <Panel position="bottom-left" className="flow-zoom">
      <button type="button" aria-label="Zoom out" onClick={() => void zoomOut()}>
        <Glyph name="minus" size={16} />
      </button>
      <button type="button" aria-label="Fit the flow" onClick={() => void fitView({ padding: 0.1 })}>
        {Math.round(zoom * 100)}%
      </button>
      <button type="button" aria-label="Zoom in" onClick={() => void zoomIn()}>
        <Glyph name="plus" size={16} />
      </button>
    </Panel>
  );
}

function ArrowHeads() {
  return (
    <svg className="absolute size-0" aria-hidden="true">
      <defs>
        {["flow-head", "flow-head-blocked"].map((id) => (
          <marker
            key={id}
            id={id}
            viewBox="0 0 8 10"
            refX="8"
            refY="5"
            markerWidth="8"
            markerHeight="10"
            orient="auto"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 0 8 5 0 10z" className={id} />
          </marker>
        ))}
      </defs>
    </svg>
  );
}

function canvasLabel(view: FlowView, pathLength: number): string {
  const stuck = view.nodes.filter((node) => node.verdict === "probably-stuck").length;
  const failed = view.byState.failed ?? 0;
  return `Flow of ${view.total} jobs. ${stuck} probably stuck, ${failed} failed. Blocked path has ${pathLength} jobs.`;
}
