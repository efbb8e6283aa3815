import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let ready = false;

/**
 * Whether the page inside the frame has been hydrated, once per tab. It is hydrated after the frame: what the frame had
 * asked for by then would stand in the shared cache, newer than the page's own HTML, and React would throw that away.
 */
export const pageReady = {
  now: (): boolean => ready,
  onServer: (): boolean => false,
  set(): void {
    if (ready) return;
    ready = true;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
} as const;

/** True once the frame may ask for what its page shows too. */
export function usePageReady(): boolean {
  return useSyncExternalStore(pageReady.subscribe, pageReady.now, pageReady.onServer);
}
