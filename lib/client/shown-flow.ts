import type { FlowView, Scope } from "@/lib/core/flow-view";
import type { JobRef } from "@/lib/core/job-ref";

/** The flow that the page on screen shows, with how it shows it. */
export type ShownFlow = {
  readonly conn: string;
  readonly view: FlowView;
  readonly current: JobRef;
  readonly scope: Scope;
  readonly open: readonly string[];
  readonly environment: string | null;
  /** `undefined` while it is not known. */
  readonly writable: boolean | undefined;
};

const listeners = new Set<() => void>();
let shown: ShownFlow | null = null;

function set(next: ShownFlow | null): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** So that the palette can offer what the flow's own menu does; `null` on other pages, and where a flow of the past is shown. */
export const shownFlow = {
  now: (): ShownFlow | null => shown,
  onServer: (): null => null,
  /** Returns what takes it back. */
  offer(next: ShownFlow | null): () => void {
    set(next);
    return () => set(null);
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
} as const;
