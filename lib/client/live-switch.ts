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

/** Asks again every so many milliseconds, except while paused. */
export const whileLive = (everyMs: number) => (): number | false => (paused ? false : everyMs);
