import type { Heartbeat } from "@/lib/contract/stream-schemas";

/** How answers reach this tab: pushed, asked for every few seconds, or not at all while nobody looks. */
export type Transport = "connecting" | "streaming" | "polling" | "asleep";

export type LiveState = {
  readonly transport: Transport;
  /** When the stream last said that what it told still holds, on this browser's clock. */
  readonly heardAtMs: number | null;
  /** The last heartbeat: how Redis is. */
  readonly redis: Heartbeat | null;
  /** When the stream is tried again, `null` while it is open. */
  readonly retryAtMs: number | null;
  /** Since when what is on screen stands still because live data is paused. */
  readonly pausedAtMs: number | null;
  /** Changes that wait for the pause to end. */
  readonly waiting: number;
};

const initial: LiveState = {
  transport: "connecting",
  heardAtMs: null,
  redis: null,
  retryAtMs: null,
  pausedAtMs: null,
  waiting: 0,
};

const listeners = new Set<() => void>();
let state = initial;
let fed: ReadonlySet<string> = new Set();
let retry = (): void => undefined;

/** What the tab's live stream is doing; written by the stream alone. */
export const liveState = {
  now: (): LiveState => state,
  initial: (): LiveState => initial,
  set(changes: Partial<LiveState>): void {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  },
  /** Hashes of the queries that the stream feeds, which need not be asked for; `false` where they are the same as before. */
  setFed(hashes: ReadonlySet<string>): boolean {
    const isSame = hashes.size === fed.size && [...hashes].every((hash) => fed.has(hash));
    fed = hashes;
    return !isSame;
  },
  isFed: (hash: string): boolean => state.transport === "streaming" && fed.has(hash),
  onRetry(act: () => void): void {
    retry = act;
  },
  /** Tries the stream again at once. */
  retryNow: (): void => retry(),
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
} as const;
