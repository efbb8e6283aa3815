import "server-only";

import { randomUUID } from "node:crypto";

import type { ActivityEntry } from "@/lib/contract/record-schemas";
import type { Page } from "@/lib/core/flow-reader";

const entriesMax = 5_000;

/** Who did what, refusals too: append-only, the newest 5,000 in memory and every entry as one line of JSON to `write`. */
export class AuditTrail {
  readonly #entries: ActivityEntry[] = [];
  readonly #write: (line: string) => void;
  #dropped = 0;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  append(entry: Omit<ActivityEntry, "id">): void {
    const whole: ActivityEntry = { id: randomUUID(), ...entry };
    this.#entries.push(whole);
    if (this.#entries.length > entriesMax) {
      this.#entries.shift();
      this.#dropped += 1;
    }
    // JSON escapes CR and LF, so an id or a reason cannot forge a line.
    this.#write(JSON.stringify({ audit: whole }));
  }

  /** A page of what is remembered, newest first. The cursor is a position from the start, so new entries shift nothing. */
  list({ cursor, limit }: { readonly cursor: string | null; readonly limit: number }): Page<ActivityEntry> {
    const total = this.#entries.length;
    const end = cursor === null ? total : Math.max(0, Math.min(total, Number(cursor) - this.#dropped));
    const start = Math.max(0, end - limit);
    const items = this.#entries.slice(start, end).reverse();
    return { items, total, cursor: start === 0 ? null : String(start + this.#dropped) };
  }
}
