"use client";

import { useEffect, useRef } from "react";
import type { KeyboardEvent } from "react";
import { useReactFlow } from "reactflow";

import { isKeyForPage } from "@/lib/client/is-key-for-page";
import type { FlowItem, FlowTree } from "@/lib/graph/flow-tree";

import { canvasStep } from "./canvas-step";

type Input = {
  readonly tree: FlowTree;
  readonly activeId: string;
  readonly setFocusId: (id: string) => void;
  readonly onOpen: (item: FlowItem) => void;
  readonly fit: () => void;
};

/** Arrows move the focus from card to card and Enter opens; + - 0 zoom, wherever on the page the focus is. */
export function useCanvasKeys({ tree, activeId, setFocusId, onOpen, fit }: Input) {
  const moved = useRef(false);
  useZoomKeys(fit);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    return focusCard(activeId);
  }, [activeId]);
  return (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    if (!(event.target instanceof Element) || event.target.closest(".react-flow__node") === null) return;
    const item = tree.items.get(activeId);
    const next = canvasStep(tree, activeId, event.key);
    if (next === null && (event.key !== "Enter" || item === undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    moved.current = next !== null && next !== activeId;
    if (next !== null) setFocusId(next);
    else if (item !== undefined) onOpen(item);
  };
}

const framesMax = 60;

/**
 * Focuses a card once React Flow has made it Tab's, which is some renders after it was told to: only then it moves the
 * card into view. Returns what gives it up.
 */
function focusCard(id: string): () => void {
  let frame = 0;
  const look = (framesLeft: number): void => {
    const card = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    if (card?.tabIndex === 0) card.focus({ preventScroll: true });
    else if (framesLeft > 0) frame = requestAnimationFrame(() => look(framesLeft - 1));
  };
  look(framesMax);
  return () => cancelAnimationFrame(frame);
}

function useZoomKeys(fit: () => void): void {
  const { zoomIn, zoomOut } = useReactFlow();
  const latest = useRef({ fit, zoomIn, zoomOut });
  useEffect(() => {
    latest.current = { fit, zoomIn, zoomOut };
  });
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!isKeyForPage(event)) return;
      const acts: { readonly [key: string]: () => unknown } = {
        "+": () => latest.current.zoomIn(),
        "=": () => latest.current.zoomIn(),
        "-": () => latest.current.zoomOut(),
        "0": () => latest.current.fit(),
      };
      const act = acts[event.key];
      if (act === undefined) return;
      event.preventDefault();
      void act();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
