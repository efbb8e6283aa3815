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
    this.#options.write(toLine({ audit: whole }));
    this.#options.onEntry?.(whole);
  }

  /** A page of what is kept, newest first. New entries shift nothing. */
  async list(request: PageRequest): Promise<{ items: readonly ActivityEntry[]; cursor: string | null }> {
    const { records, cursor } = await this.#options.store.page("audit", request);
    return { items: records.flatMap((record) => readRecord(activityEntrySchema, record) ?? []), cursor };
  }
}

/**
 * JSON that stays one line and does nothing to a terminal, whatever an id or a reason holds: JSON escapes CR, LF and ESC
 * itself, but not the C1 controls, what else ends a line, and what turns the direction of text.
 */
function toLine(value: unknown): string {
  // Of the basic plane only, so four digits are enough. The others are harmless.
  return JSON.stringify(value).replaceAll(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
