import { looksOf, looksOfBucket } from "@/components/ui/state-looks";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import type { FlowItem, FlowTree } from "@/lib/graph/flow-tree";
import { nodeHeightPx, nodeWidthPx } from "@/lib/graph/card-size";
import type { Position, Positions } from "@/lib/graph/layout-tree";

import type { FoldNodeType } from "./fold-node";
import { insideWords } from "./fold-words";
import type { JobNodeType } from "./job-node";

export type CanvasNode = JobNodeType | FoldNodeType;

/** Where a card stands, and nothing of what it says. */
export type PlacedCard = { readonly id: string; readonly position: Position };

/** Lock holders whose renewals are drawn. */
const tracedMax = 6;
const size = {
  width: nodeWidthPx,
  height: nodeHeightPx,
  initialWidth: nodeWidthPx,
  initialHeight: nodeHeightPx,
} as const;

/** First stage: positions. In the tree's order, so that Tab and screen readers meet the cards as they stand. */
export function placeCards(positions: Positions): readonly PlacedCard[] {
  return [...positions].map(([id, position]) => ({ id, position }));
}

export type Looks = {
  readonly conn: string;
  readonly items: FlowTree["items"];
  readonly pathIds: ReadonlySet<string>;
  readonly readAtMs: number;
};

/** Keeps the focus while another card becomes Tab's: one that can't have it would lose it to the page. */
const besideTab = { tabIndex: -1 } as const;

/** Second stage: looks. Each card keeps the position object of the first. */
export function dressCards(placed: readonly PlacedCard[], { conn, items, pathIds, readAtMs }: Looks): CanvasNode[] {
  const traced = tracedIds(items);
  return placed.flatMap(({ id, position }): CanvasNode[] => {
    const item = items.get(id);
    if (item === undefined) return [];
    const base = {
      ...{ ...size, id, position, focusable: false, domAttributes: besideTab },
      ...{ ariaLabel: cardLabel(item), ariaRole: "button" as const },
    };
    if (item.kind === "group") return [{ ...base, type: "fold", data: { group: item.group } }];
    const { node } = item;
    const runs = node.lock !== null || node.state === "failed";
    const data = {
      conn,
      node,
      readAtMs: runs ? readAtMs : 0,
      onPath: pathIds.has(id),
      chosen: false,
      traced: traced.has(id),
    };
    return [{ ...base, type: "job", data }];
  });
}

/** Third stage: selection. Touches the card that Tab reaches and the one that the inspector shows. */
export function markCards(nodes: readonly CanvasNode[], activeId: string, chosenId: string): CanvasNode[] {
  return nodes.map((node) => {
    const [focusable, chosen] = [node.id === activeId, node.id === chosenId];
    if (!focusable && !chosen) return node;
    const current = chosen ? { "aria-current": "true" as const } : {};
    const marks = { focusable, domAttributes: { tabIndex: focusable ? 0 : -1, ...current } };
    return node.type === "job" ? { ...node, ...marks, data: { ...node.data, chosen } } : { ...node, ...marks };
  });
}

function tracedIds(items: FlowTree["items"]): ReadonlySet<string> {
  const locks = [...items.values()].flatMap((item) =>
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
    const inside = insideWords(group);
    return `${group.count.toLocaleString("en-US")} × ${group.name ?? "jobs"}, ${queueLabel(group.queue)}, ${looksOfBucket(group.bucket).word.toLowerCase()}${inside === null ? "" : `, ${inside}`}`;
  }
  const { node } = item;
  const word = looksOf(node.state, node.verdict, node.cause).word.toLowerCase();
  const held = node.lock === null ? "" : `, held ${formatDuration(node.lock.heldMs)}`;
  const state = word === node.state ? "" : `, ${node.state}`;
  return `${node.job.name ?? "unnamed"} ${node.job.id}, ${queueLabel(node.job.queue)}${state}, ${word}${held}`;
}
