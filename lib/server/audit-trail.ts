import "server-only";

import { randomUUID } from "node:crypto";

import { activityEntrySchema } from "@/lib/contract/record-schemas";
import type { ActivityEntry } from "@/lib/contract/record-schemas";
import type { PageRequest, RecordStore } from "@/lib/store/record-store";

import { readRecord } from "./read-record";

type Options = {
  readonly store: RecordStore;
  /** Takes every entry as one line of JSON. */
  readonly write: (line: string) => void;
  /** Told of every entry. */
  readonly onEntry?: (entry: ActivityEntry) => void;
};

type Entry = Omit<ActivityEntry, "id" | "snapshotId"> & Partial<Pick<ActivityEntry, "snapshotId">>;

/** Who did what, refusals too: append-only, kept by the store and told line by line. */
export class AuditTrail {
  readonly #options: Options;
  #appended = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  append(entry: Entry): void {
    this.#appended += 1;
    // Entries of one millisecond are told apart in the order in which they were appended.
    const id = `${String(this.#appended).padStart(9, "0")}-${randomUUID()}`;
    const whole: ActivityEntry = { id, snapshotId: null, ...entry };
    void this.#options.store.put("audit", { id, atMs: whole.atMs, text: JSON.stringify(whole) });
    // JSON escapes CR and LF, so an id or a reason cannot forge a line.
    this.#options.write(JSON.stringify({ audit: whole }));
    this.#options.onEntry?.(whole);
  }

  /** A page of what is kept, newest first. New entries shift nothing. */
  async list(request: PageRequest): Promise<{ items: readonly ActivityEntry[]; cursor: string | null }> {
    const { records, cursor } = await this.#options.store.page("audit", request);
    return { items: records.flatMap((record) => readRecord(activityEntrySchema, record) ?? []), cursor };
  }
}
