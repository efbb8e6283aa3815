import type { ChildBucket } from "@/lib/core/flow-reader";
import type { Counts, JobReading } from "@/lib/core/job-reading";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";

import { decodeJobHash, jobHashFields, noCounts } from "./job-hash";
import { toLockReading } from "./lock-digest";
import { internedFields, rowBits } from "./walk-script";

/** A job that a slice of the walk read, and its place among all keys of the slice. */
type SliceJob = { readonly at: number; readonly key: JobKey; readonly job: JobReading };
export type SliceEdges = {
  readonly parentAt: number;
  readonly bucket: ChildBucket;
  /** Where its children begin among all keys of the slice, and how many they are. */
  readonly start: number;
  readonly count: number;
};

export type Slice = {
  /** Commands that Redis ran for it. */
  readonly calls: number;
  /** Keys found below the tasks; they count on from the last task. */
  readonly found: readonly JobKey[];
  readonly edges: readonly SliceEdges[];
  /** Decodes the jobs that were read: while that takes its time, Redis may be at the next slice. */
  readonly decodeJobs: () => readonly SliceJob[];
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

/** Decodes the packed reply of the walk script; its jobs only when they are asked for. */
export function decodeSlice(reply: unknown, tasks: readonly JobKey[]): Slice {
  const [atMs, calls, values, found, edges, rows, left] = listOf(reply);
  // safe because the script finds these keys where BullMQ keeps keys of jobs
  const keys = listOf(found) as readonly JobKey[];
  const keyAt = (at: number) => (at < tasks.length ? tasks[at] : keys[at - tasks.length]);
  return {
    calls: Number(calls),
    found: keys,
    edges: decodeEdges(listOf(edges)),
    decodeJobs: () => new RowDecoder(listOf(rows), listOf(values), Number(atMs), keyAt).decode(),
    left: listOf(left).map(Number),
  };
}

function decodeEdges(flat: readonly unknown[]): readonly SliceEdges[] {
  const edges: SliceEdges[] = [];
  for (let at = 0; at < flat.length; at += 4) {
    const bucket = bucketOf.get(flat[at + 1]);
    if (bucket === undefined) throw new Error("The script named a collection that there is not.");
    edges.push({ parentAt: Number(flat[at]), bucket, start: Number(flat[at + 2]), count: Number(flat[at + 3]) });
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
    private readonly keyAt: (at: number) => JobKey | undefined,
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
    const key = this.keyAt(at);
    if (key === undefined) throw new Error("The script read a key that it did not name.");
    const ref: JobRef = { queue, id: key.slice(queue.length + 1) };
    const fields: unknown[] = [];
    for (const { bit, isInterned } of fieldBits) {
      if ((mask & bit) === 0) fields.push(null);
      else fields.push(isInterned ? this.values[this.#number()] : this.#next());
    }
    const lock = (mask & rowBits.lock) === 0 ? null : toLockReading(this.#next(), this.#next());
    const children = (mask & rowBits.counts) === 0 ? noCounts : this.#counts();
    const job = decodeJobHash({
      ref,
      fields,
      readAtMs: this.readAtMs,
      state,
      lock,
      children,
      waitingChildrenSinceMs: this.#scoreIf(mask & rowBits.waitingChildren),
      delayScore: this.#scoreIf(mask & rowBits.delayed),
      damaged: (mask & rowBits.wrongType) === 0 ? [] : ["wrong-type"],
    });
    return { at, key, job };
  }

  #counts(): Counts {
    const [processed, unprocessed, ignored, failed] = [this.#number(), this.#number(), this.#number(), this.#number()];
    return { processed, unprocessed, ignored, failed };
  }

  #scoreIf(bit: number): number | null {
    return bit === 0 ? null : this.#number();
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
