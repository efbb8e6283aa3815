export type Telling = {
  readonly kind: "done" | "failed" | "news";
  readonly text: string;
  readonly description?: string;
  readonly durationMs?: number;
  readonly action?: { readonly label: string; readonly onClick: () => void };
};

let waiting: readonly Telling[] = [];
const listeners = new Set<() => void>();

/** Says in the corner of the screen what has just happened. */
export function tell(telling: Telling): void {
  waiting = [...waiting, telling];
  for (const listener of listeners) listener();
}

/** What was told and is not on screen yet; it waits until the code that shows it is loaded. */
export const tellings = {
  take(): readonly Telling[] {
    const taken = waiting;
    waiting = [];
    return taken;
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
} as const;
