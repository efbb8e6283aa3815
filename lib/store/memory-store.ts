import { parseRecordCursor, toRecordCursor } from "./record-cursor";
import type { RecordPosition } from "./record-cursor";
import { shelves } from "./record-store";
import type { PageRequest, RecordPage, RecordStore, Shelf, StoredRecord } from "./record-store";

type Options = { readonly now: () => number };

/** Keeps records in this process: a restart forgets them. */
export class MemoryStore implements RecordStore {
  readonly #now: () => number;
  /** Oldest first. */
  readonly #shelves = new Map<Shelf, StoredRecord[]>();
  #lease: { readonly holder: string; readonly untilMs: number } | null = null;

  constructor({ now }: Options) {
    this.#now = now;
  }

  async put(shelf: Shelf, record: StoredRecord): Promise<void> {
    const records = this.#records(shelf);
    const known = records.findIndex(({ id }) => id === record.id);
    if (known >= 0) records.splice(known, 1);
    records.splice(firstIndexAfter(records, record), 0, record);
    records.splice(0, Math.max(0, records.length - shelves[shelf].recordsMax));
  }

  async remove(shelf: Shelf, id: string): Promise<void> {
    const records = this.#records(shelf);
    const index = records.findIndex((record) => record.id === id);
    if (index >= 0) records.splice(index, 1);
  }

  async page(shelf: Shelf, { cursor, limit }: PageRequest): Promise<RecordPage> {
    const records = this.#records(shelf);
    const after = cursor === null ? null : parseRecordCursor(cursor);
    const end = after === null ? records.length : firstIndexOf(records, after);
    const start = Math.max(0, end - limit);
    const last = records[start];
    return {
      records: records.slice(start, end).reverse(),
      cursor: start === 0 || last === undefined ? null : toRecordCursor(last),
    };
  }

  async find(shelf: Shelf, start: string): Promise<readonly StoredRecord[]> {
    return this.#records(shelf).filter(({ id }) => id.startsWith(start));
  }

  async count(shelf: Shelf, sinceMs: number): Promise<number> {
    return this.#records(shelf).filter(({ atMs }) => atMs >= sinceMs).length;
  }

  async holdLease(holder: string, leaseMs: number): Promise<boolean> {
    const lease = this.#lease;
    if (lease !== null && lease.holder !== holder && lease.untilMs > this.#now()) return false;
    this.#lease = { holder, untilMs: this.#now() + leaseMs };
    return true;
  }

  async releaseLease(holder: string): Promise<void> {
    if (this.#lease?.holder === holder) this.#lease = null;
  }

  /** What is kept still, once what is too old is gone. */
  #records(shelf: Shelf): StoredRecord[] {
    const records = this.#shelves.get(shelf) ?? [];
    this.#shelves.set(shelf, records);
    const oldestMs = this.#now() - shelves[shelf].keptMs;
    let expired = 0;
    while ((records[expired]?.atMs ?? Infinity) < oldestMs) expired += 1;
    records.splice(0, expired);
    return records;
  }
}

/** Records are mostly added at the end, so the search begins there. */
function firstIndexAfter(records: readonly StoredRecord[], place: RecordPosition): number {
  let index = records.length;
  while (index > 0 && isBefore(place, records[index - 1])) index -= 1;
  return index;
}

function firstIndexOf(records: readonly StoredRecord[], place: RecordPosition): number {
  const index = records.findIndex((record) => !isBefore(record, place));
  return index < 0 ? records.length : index;
}

/** Redis' order of a sorted set: by score, then by the member's bytes. */
function isBefore(a: RecordPosition, b: RecordPosition | undefined): boolean {
  if (b === undefined) return false;
  return a.atMs < b.atMs || (a.atMs === b.atMs && Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)) < 0);
}
