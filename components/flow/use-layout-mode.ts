"use client";

import { useSyncExternalStore } from "react";

/** `wide`: all panes side by side · `overlay`: the inspector lies over the views · `phone`: one thing at a time. */
export type LayoutMode = "wide" | "overlay" | "phone";

const wide = "(min-width: 1280px)";
const phone = "(max-width: 767px)";

/** How much room the flow page has. The server, which can't know, takes the wide one; it only draws the skeleton. */
export function useLayoutMode(): LayoutMode {
  return useSyncExternalStore(subscribe, readLayoutMode, () => "wide");
}

/** Room for outline and graph side by side. */
export function useHasRoomToSplit(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia("(min-width: 1024px)").matches,
    () => true,
  );
}

/** In the browser only. */
export function readLayoutMode(): LayoutMode {
  if (window.matchMedia(phone).matches) return "phone";
  return window.matchMedia(wide).matches ? "wide" : "overlay";
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}
