"use client";

import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent, PointerEvent } from "react";

import { keepPane, showPane } from "./pane-memory";
import { sizeAfterKey, sizeAfterPull, sizeOf } from "./pane-size";
import type { Pane, Size } from "./pane-size";

const words = {
  outline: "Width of the outline",
  inspector: "Width of the inspector",
  dock: "Height of the timeline",
} as const satisfies Record<Pane, string>;

const unread: Size = { nowPx: 0, minPx: 0, maxPx: 0 };

/**
 * The line at a pane's edge: pulled, or moved by the arrow keys, it makes the pane larger or smaller, and this browser
 * remembers how large. Home and End go to the bounds; Enter or a double click to the size it has at first.
 * It stands in the pane itself, whose parent bounds it; the style sheet reads the sizes from the frame of all panes.
 */
export function PaneLine({ pane }: { readonly pane: Pane }) {
  const line = useRef<HTMLDivElement>(null);
  const pull = useRef<{ readonly startPx: number; readonly from: Size } | null>(null);
  const [size, setSize] = useState(unread);
  const isDock = pane === "dock";

  useEffect(() => {
    const own = line.current?.parentElement ?? null;
    const frame = own?.parentElement ?? null;
    if (own === null || frame === null) return;
    const edge = isDock ? "offsetHeight" : "offsetWidth";
    const observer = new ResizeObserver(() => setSize(sizeOf(pane, own[edge], frame[edge])));
    observer.observe(own);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [pane, isDock]);

  const apply = (resize: typeof showPane, px: number | null) => {
    const frame = line.current?.closest<HTMLElement>(".flow-columns") ?? null;
    if (frame !== null) resize(frame, pane, px);
  };
  const placeOf = (event: PointerEvent) => (isDock ? event.clientY : event.clientX);
  const pulledTo = (event: PointerEvent): number | null =>
    pull.current === null ? null : sizeAfterPull(pane, pull.current.from, placeOf(event) - pull.current.startPx);
  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    pull.current = { startPx: placeOf(event), from: size };
  };
  const onPointerMove = (event: PointerEvent) => {
    const px = pulledTo(event);
    if (px !== null) apply(showPane, px);
  };
  const onPointerEnd = (event: PointerEvent) => {
    const px = pulledTo(event);
    // A mere click, of which a double click has two, changes nothing.
    if (px !== null && px !== pull.current?.from.nowPx) apply(keepPane, px);
    pull.current = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const wanted = sizeAfterKey(pane, size, event);
    if (wanted === null) return;
    event.preventDefault();
    event.stopPropagation();
    apply(keepPane, wanted === "usual" ? null : wanted);
  };
  return (
    <div
      ref={line}
      role="separator"
      tabIndex={0}
      aria-label={words[pane]}
      aria-orientation={isDock ? "horizontal" : "vertical"}
      aria-valuenow={size.nowPx}
      aria-valuemin={size.minPx}
      aria-valuemax={size.maxPx}
      aria-valuetext={`${size.nowPx} pixels`}
      title={`${words[pane]}: pull, or press the arrow keys. Double click or Enter: as at first.`}
      className="pane-line"
      data-pane={pane}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerEnd}
      onPointerCancel={onPointerEnd}
      onDoubleClick={() => apply(keepPane, null)}
      onKeyDown={onKeyDown}
    />
  );
}
