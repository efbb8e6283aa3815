"use client";

import { useMemo } from "react";

import { looksOf, looksOfBucket } from "@/components/ui/state-looks";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import type { FlowItem, FlowTree } from "@/lib/graph/flow-tree";
import { nodeHeightPx, nodeWidthPx } from "@/lib/graph/layout-tree";
import type { Positions } from "@/lib/graph/layout-tree";

import type { GroupNodeType } from "./group-node";
import type { JobNodeType } from "./job-node";

export type CanvasNode = JobNodeType | GroupNodeType;

type Input = {
  readonly conn: string;
  readonly tree: FlowTree;
  readonly positions: Positions;
  readonly pathIds: ReadonlySet<string>;
  readonly readAtMs: number;
  /** The card that Tab reaches. */
  readonly activeId: string;
  /** The job that the inspector shows. */
  readonly chosenId: string;
};

/** Lock holders whose renewals are drawn. */
const tracedMax = 6;
const size = {
  width: nodeWidthPx,
  height: nodeHeightPx,
  initialWidth: nodeWidthPx,
  initialHeight: nodeHeightPx,
} as const;

/** The cards of the canvas in two stages: looks follow the poll, the selection touches two cards only. */
export function useCanvasNodes({ conn, tree, positions, pathIds, readAtMs, activeId, chosenId }: Input): CanvasNode[] {
  const plain = useMemo(() => {
    const traced = tracedIds(tree);
    return [...tree.items.values()].flatMap((item): CanvasNode[] => {
      const position = positions.get(item.id);
      if (position === undefined) return [];
      const base = {
        ...size,
        id: item.id,
        position: { ...position },
        focusable: false,
        ariaLabel: cardLabel(item),
        ariaRole: "button" as const,
      };
      if (item.kind === "group") return [{ ...base, type: "group", data: { group: item.group } }];
      const { node } = item;
      const runs = node.lock !== null || node.state === "failed";
      const data = {
        conn,
        node,
        readAtMs: runs ? readAtMs : 0,
        onPath: pathIds.has(item.id),
        chosen: false,
        traced: traced.has(item.id),
      };
      return [{ ...base, type: "job", data }];
    });
  }, [conn, tree, positions, pathIds, readAtMs]);
  return useMemo(
    () =>
      plain.map((node) =>
        node.id === activeId || node.id === chosenId ? mark(node, node.id === activeId, node.id === chosenId) : node,
      ),
    [plain, activeId, chosenId],
  );
}

function mark(node: CanvasNode, focusable: boolean, chosen: boolean): CanvasNode {
  const marks = chosen ? { focusable, domAttributes: { "aria-current": "true" as const } } : { focusable };
  return node.type === "job" ? { ...node, ...marks, data: { ...node.data, chosen } } : { ...node, ...marks };
}

function tracedIds(tree: FlowTree): ReadonlySet<string> {
  const locks = [...tree.items.values()].flatMap((item) =>
    item.kind === "job" && item.node.lock !== null ? [{ id: item.id, score: item.node.lock.score }] : [],
  );
  return new Set(
    locks
      .toSorted((a, b) => b.score - a.score)
      .slice(0, tracedMax)
      .map(({ id }) => id),
  );
}

/** A card or an outline row in words. */
export function cardLabel(item: FlowItem): string {
  if (item.kind === "group") {
    const { group } = item;
    return `${group.count.toLocaleString("en-US")} × ${group.name ?? "jobs"}, ${queueLabel(group.queue)}, ${looksOfBucket(group.bucket).word.toLowerCase()}`;
  }
  const { node } = item;
  const word = looksOf(node.state, node.verdict, node.cause).word.toLowerCase();
  const held = node.lock === null ? "" : `, held ${formatDuration(node.lock.heldMs)}`;
  const state = word === node.state ? "" : `, ${node.state}`;
  return `${node.job.name ?? "unnamed"} ${node.job.id}, ${queueLabel(node.job.queue)}${state}, ${word}${held}`;
}
