"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import type { RefObject } from "react";

import type { JobRef } from "@/lib/core/job-ref";
import { filterTree, readFlowFilter } from "@/lib/graph/flow-filter";
import type { FlowItem, FlowTree } from "@/lib/graph/flow-tree";
import { toOutlineRows } from "@/lib/graph/outline-rows";
import type { OutlineRow } from "@/lib/graph/outline-rows";
import { toOutlineTree } from "@/lib/graph/outline-tree";
import type { OutlineItem, OutlineTree } from "@/lib/graph/outline-tree";

import { useFind } from "./use-find";
import type { Find } from "./use-find";
import { useOutlineKeys } from "./use-outline-keys";
import { useOutlinePages } from "./use-outline-pages";

export type OutlineProps = {
  readonly conn: string;
  readonly root: JobRef;
  /** The instant of the reading, on Redis' clock. */
  readonly nowMs: number;
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

/** Ancestors that stay in sight; more would leave too little of a small pane. */
export const stickyMax = 3;

/** What outline and timeline share: the rows, which are virtual, the one that Tab reaches, and what keys and clicks do. */
export function useOutline(props: OutlineProps, scroller: RefObject<HTMLElement | null>) {
  const { conn, tree, selectedId, rowHeightPx, open, query, onOpen, onOpenGroups } = props;
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<{ readonly id: string; readonly selectedId: string } | null>(null);
  const pages = useOutlinePages(conn);
  const find = useFind(conn, props.root, query);
  const found = find.kind === "found" ? find.ids : noIds;
  const { outline, matched } = useShownTree({ tree, open, pages: pages.nodes, query, found, nowMs: props.nowMs });
  const rows = useMemo(() => toOutlineRows(outline, query === "" ? collapsed : new Set()), [outline, collapsed, query]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    scrollPaddingStart: stickyMax * rowHeightPx,
  });
  const indexes = useMemo(() => new Map(rows.map(({ item }, index) => [item.id, index])), [rows]);
  const selectedIndex = indexes.get(selectedId) ?? -1;
  // Choosing a row elsewhere takes the focus along.
  const focused = focus?.selectedId === selectedId ? (indexes.get(focus.id) ?? -1) : -1;
  const activeIndex = Math.max(0, focused >= 0 ? focused : selectedIndex);
  useSeenSelection(selectedId, selectedIndex >= 0, () => virtualizer.scrollToIndex(selectedIndex));

  const setExpanded = (row: OutlineRow, expanded: boolean) => {
    const { id, kind } = row.item;
    if (kind === "group")
      return onOpenGroups(expanded ? [...new Set([...open, id])] : open.filter((one) => one !== id));
    setCollapsed((before) => without(before, [id], expanded));
  };
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
    setSubtree: (row, expanded) => setCollapsed((before) => without(before, idsBelow(outline, row.item.id), expanded)),
  });
  return {
    rows,
    outline,
    indexes,
    noMatch: matched === 0 ? noMatchOf(find) : null,
    virtualizer,
    selectedIndex,
    activeIndex,
    activate,
    setExpanded,
    onKeyDown,
    pages,
  };
}

const noIds: ReadonlySet<string> = new Set();

/** Matches that no row on screen is one of. */
function noMatchOf(find: Find): { readonly folded: number | null } {
  if (find.kind === "found") return { folded: find.total };
  return { folded: find.kind === "searching" ? null : 0 };
}

/** A row that was chosen elsewhere has to be seen here too, once it is there; one that merely moved has not. */
function useSeenSelection(selectedId: string, isThere: boolean, show: () => void): void {
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  });
  useEffect(() => {
    if (isThere) latest.current();
  }, [selectedId, isThere]);
}

type ShownInput = {
  readonly tree: FlowTree;
  readonly open: readonly string[];
  readonly pages: ReturnType<typeof useOutlinePages>["nodes"];
  readonly query: string;
  /** Ids of jobs that the server found. */
  readonly found: ReadonlySet<string>;
  readonly nowMs: number;
};

/** The tree that the rows come from; `matched` is `null` without a filter. */
function useShownTree({ tree, open, pages, query, found, nowMs }: ShownInput): {
  readonly outline: OutlineTree;
  readonly matched: number | null;
} {
  // A reading brings a new instant, which only a filter by age looks at.
  const agesAtMs = query.includes("age:") ? nowMs : 0;
  return useMemo(() => {
    const matches = readFlowFilter(query, { nowMs: agesAtMs, found });
    if (matches === null) return { outline: toOutlineTree(tree, { open, pages }), matched: null };
    const filtered = filterTree(tree, matches);
    return { outline: filtered, matched: filtered.matched };
  }, [tree, open, pages, query, found, agesAtMs]);
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
