import type { ChildBucket } from "@/lib/core/flow-reader";
import type { Counts, JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";

import { decodeJobHash, jobHashFields, noCounts } from "./job-hash";
import { toLockReading } from "./lock-digest";
import { internedFields, rowBits } from "./walk-script";

/** A job that a slice of the walk read; `isTask` where the caller had asked for it. */
export type SliceJob = { readonly at: number; readonly job: JobReading };
export type SliceEdges = {
  readonly parentAt: number;
  readonly bucket: ChildBucket;
  /** Where its children begin among all keys of the slice, and how many they are. */
  readonly start: number;
  readonly count: number;
  readonly rowsBefore: number;
};

export type Slice = {
  /** Commands that Redis ran for it. */
  readonly calls: number;
  /** Keys found below the tasks; they count on from the last task. */
  readonly found: readonly string[];
  readonly edges: readonly SliceEdges[];
  readonly jobs: readonly SliceJob[];
  /** What it did not come to, the next one last. */
  readonly left: readonly number[];
};

const stateOf: readonly State[] = [
  "none",
  "completed",
  "failed",
  "waiting-children",
  "delayed",
  "prioritized",
  "active",
  "waiting",
  "missing",
  "none",
];
const bucketOf = new Map<unknown, ChildBucket>([
  ["d", "unprocessed"],
  ["u", "failed"],
  ["f", "ignored"],
  ["p", "processed"],
]);

/** Decodes the packed reply of the walk script. */
export function decodeSlice(reply: unknown, tasks: readonly string[]): Slice {
  const [atMs, calls, values, found, edges, rows, left] = listOf(reply);
  const keys = listOf(found).map(String);
  const keyAt = (at: number) => (at < tasks.length ? tasks[at] : keys[at - tasks.length]) ?? "";
  return {
    calls: Number(calls),
    found: keys,
    edges: decodeEdges(listOf(edges)),
    jobs: new RowDecoder(listOf(rows), listOf(values), Number(atMs), keyAt).decode(),
    left: listOf(left).map(Number),
  };
}

function decodeEdges(flat: readonly unknown[]): readonly SliceEdges[] {
  const edges: SliceEdges[] = [];
  for (let at = 0; at < flat.length; at += 5) {
    const bucket = bucketOf.get(flat[at + 1]);
    if (bucket === undefined) throw new Error("The script named a collection that there is not.");
    const [parentAt, start, count, rowsBefore] = [flat[at], flat[at + 2], flat[at + 3], flat[at + 4]].map(Number);
    edges.push({ parentAt: parentAt ?? 0, bucket, start: start ?? 0, count: count ?? 0, rowsBefore: rowsBefore ?? 0 });
  }
  return edges;
}

const fieldBits = jobHashFields.map((name, index) => ({ bit: 1 << index, isInterned: internedFields.has(name) }));

class RowDecoder {
  #at = 0;

  constructor(
    private readonly rows: readonly unknown[],
    private readonly values: readonly unknown[],
    private readonly readAtMs: number,
    private readonly keyAt: (at: number) => string,
  ) {}

  decode(): readonly SliceJob[] {
    const jobs: SliceJob[] = [];
    while (this.#at < this.rows.length) jobs.push(this.#row());
    return jobs;
  }

  #row(): SliceJob {
    const at = this.#number();
    const queue = String(this.values[this.#number()]);
    const state = stateOf[this.#number()] ?? "none";
    const mask = this.#number();
    const ref: JobRef = { queue, id: this.keyAt(at).slice(queue.length + 1) };
    const fields: unknown[] = [];
    for (const { bit, isInterned } of fieldBits) {
      if ((mask & bit) === 0) fields.push(null);
      else fields.push(isInterned ? this.values[this.#number()] : this.#next());
    }
    const lock = (mask & rowBits.lock) === 0 ? null : toLockReading(this.#next(), this.#next());
    const children = (mask & rowBits.counts) === 0 ? noCounts : this.#counts();
    const score = (bit: number) => ((mask & bit) === 0 ? null : this.#number());
    const job = decodeJobHash({
      ref,
      fields,
      readAtMs: this.readAtMs,
      state,
      lock,
      children,
      waitingChildrenSinceMs: score(rowBits.waitingChildren),
      delayScore: score(rowBits.delayed),
      damaged: (mask & rowBits.wrongType) === 0 ? [] : ["wrong-type"],
    });
    return { at, job };
  }

  #counts(): Counts {
    const [processed, unprocessed, ignored, failed] = [this.#number(), this.#number(), this.#number(), this.#number()];
    return { processed, unprocessed, ignored, failed };
  }

  #next(): unknown {
    this.#at += 1;
    return this.rows[this.#at - 1];
  }

  #number(): number {
    return Number(this.#next());
  }
}

/** An empty Lua table is encoded as an object. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
