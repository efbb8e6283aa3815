"use client";

import { useSyncExternalStore } from "react";

const storageKey = "flowlock-timeline-dock";
const listeners = new Set<() => void>();

/** Whether the timeline is open below the graph; closed at first, then as this browser left it. */
export function useTimelineDock(): { readonly open: boolean; readonly onOpen: (open: boolean) => void } {
  const open = useSyncExternalStore(subscribe, isOpen, () => false);
  return { open, onOpen };
}

function isOpen(): boolean {
  return localStorage.getItem(storageKey) === "open";
}

function onOpen(open: boolean): void {
  if (open) localStorage.setItem(storageKey, "open");
  else localStorage.removeItem(storageKey);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
