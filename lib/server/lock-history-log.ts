import "server-only";

import * as z from "zod/mini";

import { jobHistorySchema } from "@/lib/contract/record-schemas";
import type { RecordStore } from "@/lib/store/record-store";
import type { SweepingLockWatch } from "@/lib/watch/lock-watch";

import { readRecord } from "./read-record";

/** Locks whose history is kept, and of each so many samples: some hundred kB at most. */
const locksMax = 200;
const samplesMax = 60;
const saveEverySweeps = 6;
const recordId = "held-locks";

const instant = z.nullable(z.number());
const signs = z.object({
  progressDigest: z.nullable(z.string()),
  logLines: z.number(),
  dataDigest: z.nullable(z.string()),
});
const savedSchema = z.array(
  z.object({
    job: z.object({ queue: z.string(), id: z.string() }),
    lockId: z.string(),
    workerKey: z.string(),
    watchedSinceAtMs: z.number(),
    expiryAtMs: z.number(),
    renewalsObserved: z.number(),
    lastRenewalAtMs: instant,
    activeEventAtMs: instant,
    eventsWereRead: z.boolean(),
    lastSign: z.nullable(z.object({ atMs: z.number(), kind: z.enum(["progress", "log", "data"]) })),
    silentSinceAtLeastAtMs: instant,
    signs: z.nullable(signs),
    signSamples: z.number(),
    samples: jobHistorySchema.shape.samples,
    longestTtlMs: z.number(),
    jumpSeen: z.boolean(),
  }),
);

type Options = {
  readonly store: RecordStore;
  readonly watch: Pick<SweepingLockWatch, "saveHistory" | "restoreHistory">;
  readonly sampleMs: number;
  readonly now: () => number;
};

/**
 * Keeps what was seen of locks that are held long, so that a process that starts, or leads after another one, knows what
 * was proven already.
 */
export class LockHistoryLog {
  readonly #options: Options;
  #savedAtMs = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /** To be called after each sweep of the process that leads; it saves now and then. */
  async save(): Promise<void> {
    const { store, watch, sampleMs, now } = this.#options;
    const atMs = now();
    if (atMs - this.#savedAtMs < saveEverySweeps * sampleMs) return;
    this.#savedAtMs = atMs;
    const saved = watch.saveHistory(locksMax).map((lock) => ({ ...lock, samples: lock.samples.slice(-samplesMax) }));
    await store.put("lock-history", { id: recordId, atMs, text: JSON.stringify(saved) });
  }

  /** What is not readable any more is left out. */
  async restore(): Promise<void> {
    const { store, watch } = this.#options;
    const { records } = await store.page("lock-history", { cursor: null, limit: 1 });
    for (const record of records) watch.restoreHistory(readRecord(savedSchema, record) ?? []);
  }
}
