"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useReactFlow, useStoreApi } from "reactflow";

import { firstViewport, legibleZoom } from "@/lib/graph/first-viewport";
import type { Viewport } from "@/lib/graph/first-viewport";
import { nodeHeightPx, nodeWidthPx } from "@/lib/graph/card-size";
import type { Positions } from "@/lib/graph/layout-tree";

type Input = {
  readonly positions: Positions;
  /** The positions are those of the tree that is shown now; until then the view rests. */
  readonly ready: boolean;
  /** What must be legible at first: the blocking path, or all where nothing is blocked. */
  readonly firstIds: ReadonlySet<string>;
  readonly selectedId: string;
  /** A change of it takes the view back to the path: another scope, another flow. */
  readonly viewKey: string;
  /** Where a copied link looks at first, instead of at the path. */
  readonly box: Viewport | null;
};

const edgePx = 16;
const moveMs = 120;

/** Where the canvas looks: at the path first, then where the operator moves it; a selected card is panned into view. */
export function useCanvasView({ positions, ready, firstIds, selectedId, viewKey, box }: Input) {
  const { setViewport, setCenter, getViewport } = useReactFlow();
  const store = useStoreApi();
  const latest = useRef({ positions, firstIds });
  useEffect(() => {
    latest.current = { positions, firstIds };
  });

  const fit = useCallback(
    (smooth: boolean) => {
      const { width, height } = store.getState();
      const view = firstViewport({
        positions: latest.current.positions,
        ids: latest.current.firstIds,
        widthPx: width,
        heightPx: height,
      });
      void setViewport(view, { duration: smooth ? moveDuration() : 0 });
    },
    [setViewport, store],
  );

  const [inited, setInited] = useState(false);
  const seen = useRef<{ viewKey: string; selectedId: string } | null>(null);
  const follow = useCallback(() => {
    const before = seen.current;
    seen.current = { viewKey, selectedId };
    if (before === null && box !== null) return void setViewport(box);
    if (before === null || before.viewKey !== viewKey) return fit(before !== null);
    if (before.selectedId === selectedId) return;
    const place = latest.current.positions.get(selectedId);
    if (place === undefined) return;
    const { width, height } = store.getState();
    const { x, y, zoom } = getViewport();
    const [left, top] = [place.x * zoom + x, place.y * zoom + y];
    const inside =
      left >= edgePx &&
      top >= edgePx &&
      left + nodeWidthPx * zoom <= width - edgePx &&
      top + nodeHeightPx * zoom <= height - edgePx;
    if (inside) return;
    void setCenter(place.x + nodeWidthPx / 2, place.y + nodeHeightPx / 2, {
      zoom: Math.max(zoom, legibleZoom),
      duration: moveDuration(),
    });
  }, [box, fit, getViewport, selectedId, setCenter, setViewport, store, viewKey]);

  // Before `onInit` the canvas has no size.
  useEffect(() => {
    if (inited && ready) follow();
  }, [follow, inited, ready]);

  return { fit: () => fit(true), onInit: () => setInited(true) };
}

function moveDuration(): number {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : moveMs;
}
