import { isRedisDenied } from "@/lib/core/redis-failure";

import { MemoryStore } from "./memory-store";
import { shelves } from "./record-store";
import type { PageRequest, RecordPage, RecordStore, Shelf, StoredRecord } from "./record-store";

export type StoreStatus = {
  /** `away`: what is kept waits to be written. `denied`: Redis refuses to write, so memory is all there is. */
  readonly state: "up" | "away" | "denied";
  /** Writes that wait. */
  readonly pending: number;
};

type Options = {
  readonly inner: RecordStore;
  readonly now: () => number;
  /** Told once for each change of the state. */
  readonly onChange: (state: StoreStatus["state"], error: unknown) => void;
};

type Write = (store: RecordStore) => Promise<void>;

/** Writes kept back while the inner store is away; beyond them the oldest are given up. */
const pendingMax = 10_000;
const retryMs = 1_000;
const deniedRetryMs = 60_000;
const warmPage = 500;
const shelfNames = Object.keys(shelves) as Shelf[];
/** No record has this id: removing it only tries the right to write. */
const noRecord = "";
const failed = Symbol("the inner store failed");

/**
 * A store that never fails who uses it: whatever is put is in memory at once and in the inner store as soon as that
 * takes it, in order. While the inner store is away, or refuses to be written, reads come from memory.
 */
export class SturdyStore implements RecordStore {
  readonly #options: Options;
  readonly #memory: MemoryStore;
  readonly #pending: Write[] = [];
  #state: StoreStatus["state"] = "up";
  #draining: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isWarm = false;
  #leads = true;
  #closed = false;

  constructor(options: Options) {
    this.#options = options;
    this.#memory = new MemoryStore({ now: options.now });
  }

  status(): StoreStatus {
    return { state: this.#state, pending: this.#pending.length };
  }

  /** Tries the right to write and takes what the inner store holds into memory; where that fails, again later. */
  async open(): Promise<void> {
    const wasDenied = this.#state === "denied";
    if ((await this.#try((store) => store.remove("outbox", noRecord))) === failed) return;
    if (!this.#isWarm) await this.#warm();
    if (wasDenied) await this.#writeAllAgain();
    this.#drain();
  }

  async put(shelf: Shelf, record: StoredRecord): Promise<void> {
    this.#write((store) => store.put(shelf, record));
    await this.#memory.put(shelf, record);
  }

  async remove(shelf: Shelf, id: string): Promise<void> {
    this.#write((store) => store.remove(shelf, id));
    await this.#memory.remove(shelf, id);
  }

  page(shelf: Shelf, request: PageRequest): Promise<RecordPage> {
    return this.#read((store) => store.page(shelf, request));
  }

  find(shelf: Shelf, start: string): Promise<readonly StoredRecord[]> {
    return this.#read((store) => store.find(shelf, start));
  }

  count(shelf: Shelf, sinceMs: number): Promise<number> {
    return this.#read((store) => store.count(shelf, sinceMs));
  }

  /** While the inner store is away nobody can tell who leads: whoever had the lease goes on. */
  async holdLease(holder: string, leaseMs: number): Promise<boolean> {
    if (this.#state === "denied") return true;
    const held = await this.#try((store) => store.holdLease(holder, leaseMs));
    if (held !== failed) this.#leads = held;
    return this.#leads;
  }

  async releaseLease(holder: string): Promise<void> {
    if (this.#state === "up") await this.#try((store) => store.releaseLease(holder));
  }

  /** Lets the writes that are under way end; what waits for a store that is away is given up. */
  async close(): Promise<void> {
    if (this.#state === "up") await this.#draining;
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #write(write: Write): void {
    if (this.#state === "denied") return;
    this.#pending.push(write);
    if (this.#pending.length > pendingMax) this.#pending.shift();
    if (this.#timer === null) this.#drain();
  }

  #drain(): void {
    this.#draining ??= this.#writePending().finally(() => {
      this.#draining = null;
    });
  }

  async #writePending(): Promise<void> {
    while (this.#pending.length > 0) {
      const [write] = this.#pending;
      if (write === undefined || (await this.#try(write)) === failed) return;
      if (this.#pending[0] === write) this.#pending.shift();
    }
  }

  async #read<T>(ask: (store: RecordStore) => Promise<T>): Promise<T> {
    // Memory has what this process put, and not what others did: it answers only where the inner store doesn't.
    while (this.#state === "up" && this.#draining !== null) await this.#draining;
    const canAsk = this.#state === "up" && this.#pending.length === 0;
    const found = canAsk ? await this.#try(ask) : failed;
    return found === failed ? ask(this.#memory) : found;
  }

  async #warm(): Promise<void> {
    for (const shelf of shelfNames) {
      const found = await this.#try((store) => readAll(store, shelf));
      if (found === failed) return;
      for (const record of found.toReversed()) await this.#memory.put(shelf, record);
    }
    this.#isWarm = true;
  }

  /** What was put while writing was refused is in memory only. */
  async #writeAllAgain(): Promise<void> {
    for (const shelf of shelfNames)
      for (const record of (await readAll(this.#memory, shelf)).toReversed())
        this.#pending.push((store) => store.put(shelf, record));
  }

  /** Answers `failed` where the inner store failed, which is noted. */
  async #try<T>(ask: (store: RecordStore) => Promise<T>): Promise<T | typeof failed> {
    try {
      const answer = await ask(this.#options.inner);
      this.#note("up", null);
      return answer;
    } catch (error) {
      this.#note(isRedisDenied(error) && error.kind === "no-permission" ? "denied" : "away", error);
      return failed;
    }
  }

  #note(state: StoreStatus["state"], error: unknown): void {
    if (state === "denied") this.#pending.length = 0;
    if (state !== "up") this.#retryLater(state === "denied" ? deniedRetryMs : retryMs);
    if (this.#state === state || this.#closed) return;
    this.#state = state;
    this.#options.onChange(state, error);
  }

  #retryLater(ms: number): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.open();
    }, ms).unref();
  }
}

async function readAll(store: RecordStore, shelf: Shelf): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: RecordPage = await store.page(shelf, { cursor, limit: warmPage });
    records.push(...page.records);
    ({ cursor } = page);
  } while (cursor !== null && records.length < shelves[shelf].recordsMax);
  return records;
}
