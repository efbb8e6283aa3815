"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import type { KeyboardEvent } from "react";

import { Glyph } from "@/components/ui/glyph";
import { looksOf, looksOfBucket, toneText } from "@/components/ui/state-looks";
import { formatDuration } from "@/lib/core/format-duration";
import type { FlowNode } from "@/lib/core/flow-view";
import { queueLabel } from "@/lib/core/job-label";
import type { JobRef } from "@/lib/core/job-ref";
import type { FlowTree } from "@/lib/graph/flow-tree";
import { toOutlineRows } from "@/lib/graph/outline-rows";
import type { OutlineRow } from "@/lib/graph/outline-rows";

const rowHeightPx = 28;

type Props = {
  readonly tree: FlowTree;
  readonly total: number;
  readonly selectedId: string;
  readonly onSelect: (ref: JobRef) => void;
  readonly onOpenGroup: (groupId: string) => void;
};

/** The flow as a virtualised treegrid: everything that the graph shows, one tab stop, arrows to move. */
export function FlowOutline({ tree, total, selectedId, onSelect, onOpenGroup }: Props) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => toOutlineRows(tree, collapsed), [tree, collapsed]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  });
  const selectedIndex = Math.max(
    0,
    rows.findIndex((row) => row.item.id === selectedId),
  );

  const activate = (row: OutlineRow) =>
    row.item.kind === "job" ? onSelect(row.item.node.job) : onOpenGroup(row.item.id);
  const toggle = (id: string, expand: boolean) => {
    const next = new Set(collapsed);
    if (expand) next.delete(id);
    else next.add(id);
    setCollapsed(next);
  };
  const moveTo = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row?.item.kind !== "job") return;
    onSelect(row.item.node.job);
    virtualizer.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[selectedIndex];
    if (row === undefined) return;
    const parentIndex = rows.findIndex((candidate) => candidate.item.id === tree.parentIds.get(row.item.id));
    const moves: { readonly [key: string]: () => void } = {
      ArrowDown: () => moveTo(nextJob(rows, selectedIndex, 1)),
      j: () => moveTo(nextJob(rows, selectedIndex, 1)),
      ArrowUp: () => moveTo(nextJob(rows, selectedIndex, -1)),
      k: () => moveTo(nextJob(rows, selectedIndex, -1)),
      ArrowLeft: () => (row.expanded ? toggle(row.item.id, false) : moveTo(parentIndex)),
      ArrowRight: () =>
        row.hasChildren && !row.expanded ? toggle(row.item.id, true) : moveTo(nextJob(rows, selectedIndex, 1)),
      Home: () => moveTo(0),
      End: () => moveTo(nextJob(rows, rows.length, -1)),
      Enter: () => activate(row),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };

  return (
    <div
      ref={scroller}
      className="min-h-0 flex-1 overflow-auto py-1"
      role="treegrid"
      aria-label="Jobs of the flow"
      aria-rowcount={total}
      tabIndex={0}
      aria-activedescendant={`outline-row-${selectedIndex}`}
      onKeyDown={onKeyDown}
    >
      <div
        role="rowgroup"
        ref={(element) => element?.style.setProperty("height", `${virtualizer.getTotalSize()}px`)}
        className="relative"
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <Row
              key={row.item.id}
              row={row}
              index={index}
              top={start}
              selected={row.item.id === selectedId}
              onActivate={() => activate(row)}
              onToggle={() => toggle(row.item.id, !row.expanded)}
            />
          );
        })}
      </div>
    </div>
  );
}

function nextJob(rows: readonly OutlineRow[], from: number, step: 1 | -1): number {
  for (let index = from + step; index >= 0 && index < rows.length; index += step)
    if (rows[index]?.item.kind === "job") return index;
  return from;
}

type RowProps = {
  readonly row: OutlineRow;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  readonly onActivate: () => void;
  readonly onToggle: () => void;
};

function Row({ row, index, top, selected, onActivate, onToggle }: RowProps) {
  const { item, level } = row;
  const looks =
    item.kind === "job"
      ? looksOf(item.node.state, item.node.verdict, item.node.cause)
      : looksOfBucket(item.group.bucket);
  return (
    <div
      id={`outline-row-${index}`}
      role="row"
      aria-level={level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-rowindex={index + 1}
      aria-selected={selected}
      {...(row.hasChildren ? { "aria-expanded": row.expanded } : {})}
      aria-label={rowLabel(row)}
      className={`outline-row ${selected ? "selected" : ""}`}
      ref={(element) => {
        element?.style.setProperty("transform", `translateY(${top}px)`);
        element?.style.setProperty("padding-left", `${8 + Math.min(level - 1, 24) * 16}px`);
      }}
      onClick={onActivate}
    >
      <span role="gridcell" className="flex min-w-0 flex-1 items-center gap-1.5">
        <button
          type="button"
          tabIndex={-1}
          aria-hidden={!row.hasChildren}
          aria-label={row.expanded ? "Collapse" : "Expand"}
          className={`outline-twisty ${row.hasChildren ? "" : "invisible"} ${row.expanded ? "open" : ""}`}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <Glyph name="chevron" size={16} />
        </button>
        <Glyph name={looks.glyph} size={16} className={toneText[looks.tone]} />
        {item.kind === "job" ? (
          <>
            <span className="truncate font-medium">{item.node.job.name ?? "unnamed"}</span>
            <span className="flex-none font-mono text-[12px] text-text-muted">#{item.node.job.id.slice(0, 24)}</span>
          </>
        ) : (
          <>
            <span className="truncate font-medium">{item.group.name ?? "jobs"}</span>
            <span className="flex-none font-mono text-[12px] text-text-muted">
              × {item.group.count.toLocaleString("en-US")}
            </span>
          </>
        )}
      </span>
      <span role="gridcell" className="flex-none pl-2 font-mono text-[12px] tabular-nums">
        {item.kind === "job" ? ageOf(item.node) : looks.word}
      </span>
    </div>
  );
}

function ageOf(node: FlowNode): string {
  if (node.lock !== null) return formatDuration(node.lock.heldMs);
  if (node.processedAtMs !== null && node.finishedAtMs !== null)
    return formatDuration(node.finishedAtMs - node.processedAtMs);
  return node.state === "waiting-children" ? `${node.children.unprocessed} left` : "";
}

function rowLabel({ item, level, position, siblings }: OutlineRow): string {
  if (item.kind === "group")
    return `${item.group.count} ${item.group.name ?? "jobs"}, ${item.group.bucket}, level ${level}. Open to show some.`;
  const { node } = item;
  const looks = looksOf(node.state, node.verdict, node.cause);
  const held = node.lock === null ? "" : `, held ${formatDuration(node.lock.heldMs)}`;
  return `${node.job.name ?? "unnamed"} ${node.job.id}, ${queueLabel(node.job.queue)}, ${node.state}, ${looks.word}${held}, level ${level}, ${position} of ${siblings}`;
}
