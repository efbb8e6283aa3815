"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";

import { filterTree, readFlowFilter } from "@/lib/graph/flow-filter";
import type { FlowItem, FlowTree } from "@/lib/graph/flow-tree";
import { toOutlineRows } from "@/lib/graph/outline-rows";
import type { OutlineRow as Row } from "@/lib/graph/outline-rows";
import { toOutlineTree } from "@/lib/graph/outline-tree";
import type { OutlineItem, OutlineTree } from "@/lib/graph/outline-tree";

import { NoMatch } from "./outline-filter";
import { OutlineHead, OutlineRow } from "./outline-row";
import { useOutlineKeys } from "./use-outline-keys";
import { useOutlinePages } from "./use-outline-pages";

export type OutlineProps = {
  readonly conn: string;
  readonly tree: FlowTree;
  /** All jobs of the flow, folded ones too. */
  readonly total: number;
  readonly selectedId: string;
  readonly rowHeightPx: number;
  readonly open: readonly string[];
  readonly query: string;
  readonly onClearQuery: () => void;
  readonly onOpen: (item: FlowItem) => void;
  readonly onOpenGroups: (ids: readonly string[]) => void;
};

/** The flow as a virtualised treegrid: everything that the graph shows, one tab stop, the same keys. */
export function FlowOutline({
  conn,
  tree,
  total,
  selectedId,
  rowHeightPx,
  open,
  query,
  onClearQuery,
  onOpen,
  onOpenGroups,
}: OutlineProps) {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<{ readonly id: string; readonly selectedId: string } | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const pages = useOutlinePages(conn);
  const { outline, matched } = useShownTree({ tree, open, pages: pages.nodes, query });
  const rows = useMemo(() => toOutlineRows(outline, query === "" ? collapsed : new Set()), [outline, collapsed, query]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
  });
  const indexOf = (id: string | null) => rows.findIndex(({ item }) => item.id === id);
  const selectedIndex = indexOf(selectedId);
  // Choosing a row elsewhere takes the focus along.
  const focused = focus?.selectedId === selectedId ? indexOf(focus.id) : -1;
  const activeIndex = Math.max(0, focused >= 0 ? focused : selectedIndex);

  const latest = useRef({ virtualizer, selectedIndex });
  useEffect(() => {
    latest.current = { virtualizer, selectedIndex };
  });
  // A row that was chosen elsewhere has to be seen here too.
  useEffect(() => {
    if (latest.current.selectedIndex >= 0) latest.current.virtualizer.scrollToIndex(latest.current.selectedIndex);
  }, [selectedId]);

  const setExpanded = (row: Row, expanded: boolean) => {
    const { id, kind } = row.item;
    if (kind === "group")
      return onOpenGroups(expanded ? [...new Set([...open, id])] : open.filter((one) => one !== id));
    setCollapsed((before) => without(before, [id], expanded));
  };
  const setSubtree = (row: Row, expanded: boolean) =>
    setCollapsed((before) => without(before, idsBelow(outline, row.item.id), expanded));
  const activate = (item: OutlineItem) => {
    if (item.kind === "more") return pages.readMore(item.group);
    if (item.kind === "job") return onOpen(item);
    onOpenGroups(open.includes(item.id) ? open.filter((one) => one !== item.id) : [...open, item.id]);
  };
  const onKeyDown = useOutlineKeys({
    scroller,
    rows,
    tree: outline,
    activeIndex,
    setActive: (id) => setFocus({ id, selectedId }),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    onActivate: activate,
    setExpanded,
    setSubtree,
  });

  if (matched === 0) return <NoMatch total={total} onClear={onClearQuery} />;
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <OutlineHead />
      <div
        ref={scroller}
        id="flow-outline"
        role="treegrid"
        aria-label="Jobs of the flow"
        aria-rowcount={total}
        aria-busy={pages.isPending}
        className="outline-rows"
        onKeyDown={onKeyDown}
      >
        <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <OutlineRow
                key={row.item.id}
                row={row}
                index={index}
                topPx={start}
                selected={index === selectedIndex}
                active={index === activeIndex}
                onActivate={activate}
                onToggle={(toggled) => setExpanded(toggled, !toggled.expanded)}
              />
            );
          })}
        </div>
      </div>
      {pages.error !== null && (
        <p role="alert" className="flex-none border-t px-3 py-1 text-12 text-failed">
          These jobs could not be read. Open the row again to try once more.
        </p>
      )}
    </div>
  );
}

type ShownInput = {
  readonly tree: FlowTree;
  readonly open: readonly string[];
  readonly pages: ReturnType<typeof useOutlinePages>["nodes"];
  readonly query: string;
};

/** The tree that the rows come from; `matched` is `null` without a filter. */
function useShownTree({ tree, open, pages, query }: ShownInput): {
  readonly outline: OutlineTree;
  readonly matched: number | null;
} {
  return useMemo(() => {
    const matches = readFlowFilter(query);
    if (matches === null) return { outline: toOutlineTree(tree, { open, pages }), matched: null };
    const filtered = filterTree(tree, matches);
    return { outline: filtered, matched: filtered.matched };
  }, [tree, open, pages, query]);
}

function without(before: ReadonlySet<string>, ids: readonly string[], expanded: boolean): ReadonlySet<string> {
  const next = new Set(before);
  for (const id of ids)
    if (expanded) next.delete(id);
    else next.add(id);
  return next;
}

function idsBelow(tree: OutlineTree, id: string): readonly string[] {
  const ids = [id];
  for (const one of ids) ids.push(...(tree.childIds.get(one) ?? []));
  return ids.filter((one) => (tree.childIds.get(one) ?? []).length > 0);
}
