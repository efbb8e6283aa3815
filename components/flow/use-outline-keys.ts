"use client";

import { useEffect, useRef } from "react";
import type { KeyboardEvent, RefObject } from "react";

import type { OutlineItem, OutlineTree } from "@/lib/graph/outline-tree";
import type { OutlineRow } from "@/lib/graph/outline-rows";

type Input = {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: readonly OutlineRow[];
  readonly tree: OutlineTree;
  readonly activeIndex: number;
  readonly setActive: (id: string) => void;
  readonly scrollTo: (index: number) => void;
  readonly onActivate: (item: OutlineItem) => void;
  readonly setExpanded: (row: OutlineRow, expanded: boolean) => void;
  readonly setSubtree: (row: OutlineRow, expanded: boolean) => void;
};

/** The outline's keys: arrows and j k move, ← → close, open and climb, Enter opens, e and c open and close all below. */
export function useOutlineKeys(input: Input) {
  const { scroller, rows, tree, activeIndex, setActive, scrollTo, onActivate, setExpanded, setSubtree } = input;
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${activeIndex}"]`);
    if (row === null || row === undefined) return;
    moved.current = false;
    row.focus({ preventScroll: true });
  });

  const moveTo = (index: number) => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (row === undefined) return;
    moved.current = true;
    setActive(row.item.id);
    scrollTo(rows.indexOf(row));
  };
  return (event: KeyboardEvent) => {
    const row = rows[activeIndex];
    if (row === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    const parentIndex = rows.findIndex((one) => one.item.id === tree.parentIds.get(row.item.id));
    const moves: { readonly [key: string]: () => void } = {
      ArrowDown: () => moveTo(activeIndex + 1),
      j: () => moveTo(activeIndex + 1),
      ArrowUp: () => moveTo(activeIndex - 1),
      k: () => moveTo(activeIndex - 1),
      ArrowLeft: () => (row.expanded ? setExpanded(row, false) : parentIndex >= 0 && moveTo(parentIndex)),
      ArrowRight: () =>
        row.hasChildren && !row.expanded ? setExpanded(row, true) : row.expanded && moveTo(activeIndex + 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      PageDown: () => moveTo(activeIndex + 10),
      PageUp: () => moveTo(activeIndex - 10),
      Enter: () => onActivate(row.item),
      e: () => setSubtree(row, true),
      c: () => setSubtree(row, false),
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };
}
