/** A record of Flowlock's own: who keeps it names it, dates it and spells it (as JSON). */
export type StoredRecord = {
  readonly id: string;
  /** Orders the shelf and counts towards expiry, in epoch milliseconds. */
  readonly atMs: number;
  readonly text: string;
};

const dayMs = 24 * 60 * 60_000;

/** Every shelf of records with its bounds: the oldest make room, and what is older than `keptMs` is gone. */
export const shelves = {
  audit: { recordsMax: 5_000, keptMs: 30 * dayMs },
  limits: { recordsMax: 1_000, keptMs: 400 * dayMs },
  "open-incidents": { recordsMax: 1_000, keptMs: 400 * dayMs },
  "closed-incidents": { recordsMax: 2_000, keptMs: 7 * dayMs },
  "lock-history": { recordsMax: 10, keptMs: dayMs },
  "occupied-slots": { recordsMax: 1_000, keptMs: 7 * dayMs },
  outbox: { recordsMax: 1_000, keptMs: dayMs },
} as const satisfies Record<string, { readonly recordsMax: number; readonly keptMs: number }>;

export type Shelf = keyof typeof shelves;

export type RecordPage = {
  /** Newest first. */
  readonly records: readonly StoredRecord[];
  /** What `page` takes for the next page; `null` at the end. Records added meanwhile shift nothing. */
  readonly cursor: string | null;
};

export type PageRequest = { readonly cursor: string | null; readonly limit: number };

/** Where Flowlock's own records are kept. Bounded: whatever is put, a shelf holds no more than its bounds say. */
export interface RecordStore {
  /** Adds a record, or replaces the one of the same id. */
  put(shelf: Shelf, record: StoredRecord): Promise<void>;
  /** Nothing happens where there is no such record. */
  remove(shelf: Shelf, id: string): Promise<void>;
  page(shelf: Shelf, request: PageRequest): Promise<RecordPage>;
  /** The records whose ids begin so, in no order. `start` is made of letters, digits, dots and dashes. */
  find(shelf: Shelf, start: string): Promise<readonly StoredRecord[]>;
  /** How many records are of this instant or later. */
  count(shelf: Shelf, sinceMs: number): Promise<number>;
  /** Whether `holder` has the lease now: it was free or ran out, or was its own and is renewed by this. */
  holdLease(holder: string, leaseMs: number): Promise<boolean>;
  /** Lets the lease go where `holder` has it. */
  releaseLease(holder: string): Promise<void>;
}
