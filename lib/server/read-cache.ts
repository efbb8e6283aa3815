import "server-only";

type Entry = {
  readonly startedAtMs: number;
  readonly ttlMs: number;
  readonly answer: Promise<unknown>;
  settled: boolean;
};

export type ReadCacheOptions = {
  readonly now: () => number;
  readonly entriesMax?: number;
  readonly onInvalidate?: () => void;
};

/**
 * Lets many readers of one answer share one read: calls during a read wait for it, and for `ttlMs` after its start
 * they get the same answer, whose own `readAtMs` says when that was. Failures are shared while they last, never kept.
 */
export class ReadCache {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #entriesMax: number;
  readonly #onInvalidate: () => void;

  constructor({ now, entriesMax = 300, onInvalidate = () => undefined }: ReadCacheOptions) {
    this.#now = now;
    this.#entriesMax = entriesMax;
    this.#onInvalidate = onInvalidate;
  }

  /** `key` must name the type of the answer too: one key, one type. */
  read<T>(key: string, ttlMs: number, load: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    // safe because a key is only ever used with one `load`
    if (known !== undefined && this.#isFresh(known)) return known.answer as Promise<T>;
    const answer = load();
    const entry: Entry = { startedAtMs: this.#now(), ttlMs, answer, settled: false };
    this.#entries.delete(key);
    this.#trim();
    this.#entries.set(key, entry);
    answer.then(
      () => {
        entry.settled = true;
      },
      () => this.#forget(key, entry),
    );
    return answer;
  }

  /** Nothing read before this instant is served again: called after every write. */
  invalidate(): void {
    this.#entries.clear();
    this.#onInvalidate();
  }

  #isFresh({ settled, startedAtMs, ttlMs }: Entry): boolean {
    return !settled || this.#now() - startedAtMs < ttlMs;
  }

  #forget(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }

  /** Answers may be large: what nobody may be given any more is let go, then the oldest. */
  #trim(): void {
    for (const [key, entry] of this.#entries) if (!this.#isFresh(entry)) this.#entries.delete(key);
    for (const key of this.#entries.keys()) {
      if (this.#entries.size < this.#entriesMax) return;
      this.#entries.delete(key);
    }
  }
}
