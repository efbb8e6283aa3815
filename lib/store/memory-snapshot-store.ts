import { newestFirst, pageOf } from "./snapshot-page";
import { snapshotBounds, snapshotsOverBounds } from "./snapshot-store";
import type { HeadPage, SnapshotStore, StoredHead, StoredSnapshot } from "./snapshot-store";

type Options = { readonly now: () => number };

/** Snapshots of this process only: a restart forgets them. */
export class MemorySnapshotStore implements SnapshotStore {
  readonly #now: () => number;
  readonly #kept = new Map<string, StoredSnapshot>();

  constructor({ now }: Options) {
    this.#now = now;
  }

  async put(snapshot: StoredSnapshot): Promise<void> {
    this.#kept.set(snapshot.id, snapshot);
    const oldestFirst = this.#newestFirst().toReversed();
    const kept = oldestFirst.map(({ id, occasion, body }) => ({ id, occasion, bytes: Buffer.byteLength(body) }));
    for (const id of snapshotsOverBounds(kept)) this.#kept.delete(id);
  }

  async read(id: string): Promise<StoredSnapshot | null> {
    return this.#newestFirst().find((snapshot) => snapshot.id === id) ?? null;
  }

  async page(request: { readonly cursor: string | null; readonly limit: number }): Promise<HeadPage> {
    const { shown, cursor } = pageOf(this.#newestFirst(), request);
    return { heads: shown.map(toHead), cursor };
  }

  async find(start: string): Promise<readonly StoredHead[]> {
    return this.#newestFirst()
      .filter(({ id }) => id.startsWith(start))
      .map(toHead);
  }

  /** What is kept still, once what is too old is gone. */
  #newestFirst(): readonly StoredSnapshot[] {
    const oldestMs = this.#now() - snapshotBounds.keptMs;
    for (const { id, atMs } of this.#kept.values()) if (atMs < oldestMs) this.#kept.delete(id);
    return [...this.#kept.values()].toSorted(newestFirst);
  }
}

function toHead({ id, atMs, occasion, head }: StoredSnapshot): StoredHead {
  return { id, atMs, occasion, head };
}
