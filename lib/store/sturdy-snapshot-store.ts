import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { MemorySnapshotStore } from "./memory-snapshot-store";
import { newestFirst, pageOf } from "./snapshot-page";
import { snapshotBounds } from "./snapshot-store";
import type { HeadPage, SnapshotStore, StoredHead, StoredSnapshot } from "./snapshot-store";

type Options = { readonly inner: SnapshotStore; readonly now: () => number };

const retryMs = 2_000;

/**
 * Never fails who puts: a snapshot is in memory at once and in the inner store as soon as that takes it; where that
 * refuses to be written, in memory only. What this process took or read once stays readable while the inner store is
 * away; what it never had throws then as the reader does.
 */
export class SturdySnapshotStore implements SnapshotStore {
  readonly #inner: SnapshotStore;
  readonly #memory: MemorySnapshotStore;
  /** Ids that the inner store has not taken yet, oldest first. */
  readonly #unsent = new Set<string>();
  #sending: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor({ inner, now }: Options) {
    this.#inner = inner;
    this.#memory = new MemorySnapshotStore({ now });
  }

  async put(snapshot: StoredSnapshot): Promise<void> {
    await this.#memory.put(snapshot);
    this.#unsent.add(snapshot.id);
    if (this.#unsent.size > snapshotBounds.snapshotsMax) await this.#forgetGone();
    this.#send();
  }

  async read(id: string): Promise<StoredSnapshot | null> {
    const here = await this.#memory.read(id);
    if (here !== null) return here;
    const there = await this.#inner.read(id);
    if (there !== null) await this.#memory.put(there);
    return there;
  }

  async page(request: { readonly cursor: string | null; readonly limit: number }): Promise<HeadPage> {
    const { shown, cursor } = pageOf(await this.find(""), request);
    return { heads: shown, cursor };
  }

  async find(start: string): Promise<readonly StoredHead[]> {
    while (this.#sending !== null) await this.#sending;
    const here = await this.#memory.find(start);
    const there = await this.#findInside(start);
    if (there === null) return here;
    const known = new Set(there.map(({ id }) => id));
    // What the inner store made room of is only here still, and so is what it refuses.
    return [...there, ...here.filter(({ id }) => !known.has(id) && this.#unsent.has(id))].toSorted(newestFirst);
  }

  /** `null` where the inner store is away or refuses, which health's `records` tells. */
  async #findInside(start: string): Promise<readonly StoredHead[] | null> {
    try {
      return await this.#inner.find(start);
    } catch (error) {
      if (isRedisDenied(error) || isRedisUnavailable(error)) return null;
      throw error;
    }
  }

  /** Lets the write that is under way end; what waits for a store that is away is given up. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#sending;
  }

  /** What had to make room in memory before the inner store took it. */
  async #forgetGone(): Promise<void> {
    const here = new Set((await this.#memory.find("")).map(({ id }) => id));
    for (const id of this.#unsent) if (!here.has(id)) this.#unsent.delete(id);
  }

  #send(): void {
    if (this.#timer !== null || this.#closed) return;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
      // What was put after the last one was sent and before this.
      if (this.#unsent.size > 0) this.#send();
    });
  }

  async #sendAll(): Promise<void> {
    for (const id of this.#unsent) {
      const snapshot = await this.#memory.read(id);
      try {
        if (snapshot !== null) await this.#inner.put(snapshot);
        this.#unsent.delete(id);
      } catch (error) {
        // A refusal may end when somebody grants the right; until then memory is all there is.
        return this.#retryLater(isRedisDenied(error) ? 30 * retryMs : retryMs);
      }
    }
  }

  #retryLater(ms: number): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#send();
    }, ms).unref();
  }
}
