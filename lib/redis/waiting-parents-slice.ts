import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";

import { decodeWaiting } from "./decode-waiting";
import type { RawWaiting } from "./decode-waiting";

/** `waiting: null`: it did more than wait, and is to be read whole. */
export type SliceChild = {
  readonly key: string;
  readonly waiting: Pick<RawWaiting, "readAtMs" | "name" | "timestamp"> | null;
};
export type SliceParent = {
  readonly job: JobReading;
  /** As Redis writes it. */
  readonly score: string;
  readonly children: readonly SliceChild[];
};

/** Decodes the packed reply of the script that reads waiting parents. */
export function decodeWaitingParents(reply: unknown, queue: string, ids: readonly string[]) {
  const [atMs, , values, rows] = listOf(reply);
  return new RowDecoder(listOf(rows), listOf(values), Number(atMs)).decode(queue, ids);
}

class RowDecoder {
  #at = 0;

  constructor(
    private readonly rows: readonly unknown[],
    private readonly values: readonly unknown[],
    private readonly readAtMs: number,
  ) {}

  decode(queue: string, ids: readonly string[]) {
    const parents: SliceParent[] = [];
    const unread: JobRef[] = [];
    while (this.#at < this.rows.length) {
      const ref = { queue, id: ids[this.#number()] ?? "" };
      const name = this.#number();
      if (name < 0) unread.push(ref);
      else parents.push(this.#parent(ref, name));
    }
    return { parents, unread };
  }

  #parent(ref: JobRef, name: number): SliceParent {
    const [timestamp, parent, parentKey] = [this.#next(), this.#text(this.#number()), this.#text(this.#number())];
    const score = String(this.#next());
    const job = decodeWaiting({
      ref,
      readAtMs: this.readAtMs,
      state: "waiting-children",
      name: this.#text(name),
      timestamp,
      parent,
      parentKey,
      waitingChildrenSinceMs: Number(score),
      unprocessed: this.#peek(),
    });
    const children: SliceChild[] = [];
    for (let count = this.#number(); count > 0; count -= 1) children.push(this.#child());
    return { job, score, children };
  }

  #child(): SliceChild {
    const key = String(this.#next());
    const name = this.#number();
    if (name < 0) return { key, waiting: null };
    return { key, waiting: { readAtMs: this.readAtMs, name: this.#text(name), timestamp: this.#next() } };
  }

  /** Places count from one; zero is none. */
  #text(place: number): unknown {
    return place === 0 ? null : this.values[place - 1];
  }

  #next(): unknown {
    this.#at += 1;
    return this.rows[this.#at - 1];
  }

  #peek(): number {
    return Number(this.rows[this.#at]);
  }

  #number(): number {
    return Number(this.#next());
  }
}

/** An empty Lua table is encoded as an object. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
