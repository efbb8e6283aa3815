import "server-only";

type Entry = {
  readonly generation: number;
  readonly startedAtMs: number;
  readonly answer: Promise<unknown>;
};

/**
 * Lets many readers of one answer share one read: calls during a read wait for it, and for `ttlMs` after its start
 * they get the same answer, whose own `readAtMs` says when that was. Failures are shared while they last, never kept.
 */
export class ReadCache {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #entriesMax: number;
  #generation = 0;

  constructor({
    now,
    entriesMax = 300,
  }: {
    readonly now: () => number;
    readonly entriesMax?: number;
  }) {
    this.#now = now;
    this.#entriesMax = entriesMax;
  }

  /** `key` must name the type of the answer too: one key, one type. */
  read<T>(key: string, ttlMs: number, load: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key);
    if (
      known !== undefined &&
      known.generation === this.#generation &&
      this.#now() - known.startedAtMs < ttlMs
    ) {
      // safe because a key is only ever used with one `load`
      return known.answer as Promise<T>;
    }
    const answer = load();
    const entry = { generation: this.#generation, startedAtMs: this.#now(), answer };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#trim();
    answer.catch(() => this.#forget(key, entry));
    return answer;
  }

  /** Nothing read before this instant is served again: called after every write. */
  invalidate(): void {
    this.#generation += 1;
    this.#entries.clear();
  }

  #forget(key: string, entry: Entry): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }

  #trim(): void {
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= this.#entriesMax) return;
      this.#entries.delete(key);
    }
  }
}
