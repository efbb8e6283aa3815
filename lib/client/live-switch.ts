import { liveState } from "./live-state";

const listeners = new Set<() => void>();
let paused = false;

/** Whether the person looking has paused live data; one switch for the whole tab. */
export const liveSwitch = {
  isPaused: (): boolean => paused,
  set(next: boolean): void {
    paused = next;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
} as const;

/** Nothing is asked more often than this; what changed in between is pushed, or asked for when it is known to have changed. */
const pollMinMs = 5_000;

/** Asks again every so many milliseconds, except while paused, and for what the live stream brings. */
export const whileLive =
  (everyMs: number) =>
  ({ queryHash }: { readonly queryHash: string }): number | false =>
    paused || liveState.isFed(queryHash) ? false : Math.max(pollMinMs, everyMs);
