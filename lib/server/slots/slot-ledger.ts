import "server-only";

import * as z from "zod/mini";

import { namedJobSchema } from "@/lib/contract/job-schemas";
import type { FlowReader } from "@/lib/core/flow-reader";
import { freedSlots, toOccupiedSlot } from "@/lib/core/occupied-slot";
import type { OccupiedSlot } from "@/lib/core/occupied-slot";
import type { WorkerClient } from "@/lib/core/queue-reading";
import type { LockWatch } from "@/lib/core/lock-watch-port";
import { shelves } from "@/lib/store/record-store";
import type { RecordStore } from "@/lib/store/record-store";

import { readRecord } from "../read-record";

const occupiedSlotSchema = z.object({
  job: namedJobSchema,
  lockId: z.string(),
  workerId: z.string(),
  holder: z.nullable(z.string()),
  action: z.enum(["fail", "retry"]),
  sinceAtMs: z.number(),
  clientIds: z.nullable(z.array(z.string())),
  slots: z.nullable(z.number()),
});

type Options = {
  readonly store: RecordStore;
  readonly reader: Pick<FlowReader, "readWorkers">;
  readonly watch: Pick<LockWatch, "lastSweep">;
  readonly onFailure: (error: unknown) => void;
  readonly now: () => number;
};

type NewRun = Omit<OccupiedSlot, "clientIds" | "slots" | "sinceAtMs">;

/** Acting on many jobs asks for the connected workers once in this time, in ms. */
const clientsSharedMs = 1_000;

/**
 * Slots of workers that runs still hold whose jobs were failed or retried here: failing a job frees its flow, not its
 * worker. At hand in memory, kept by the store, looked through after each sweep for those that are free again.
 */
export class SlotLedger {
  readonly #options: Options;
  #slots: ReadonlyMap<string, OccupiedSlot> = new Map();
  #changes = 0;
  #clients: { readonly answer: Promise<readonly WorkerClient[] | null>; readonly atMs: number } | null = null;
  #running: Promise<void> | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  list(): readonly OccupiedSlot[] {
    return [...this.#slots.values()];
  }

  /** Remembers a run that goes on although its job was taken from it; answers what is known of its worker. Throws as the reader does. */
  async note(run: NewRun): Promise<readonly OccupiedSlot[]> {
    const { store, watch, now } = this.#options;
    const { locks } = watch.lastSweep();
    const clients = await this.#readClients();
    const slot = toOccupiedSlot({ ...run, sinceAtMs: now() }, this.list(), { locks, clients });
    if (slot === null) return [];
    this.#changes += 1;
    this.#slots = new Map([...this.#slots, [slot.lockId, slot]]);
    await store.put("occupied-slots", { id: slot.lockId, atMs: slot.sinceAtMs, text: JSON.stringify(slot) });
    return this.list().filter(({ workerId }) => workerId === slot.workerId);
  }

  /** Takes what the store holds, and lets go what is free again. Told after each sweep; never throws. */
  noteSweep(): void {
    this.#running ??= this.#look()
      .catch((error: unknown) => this.#options.onFailure(error))
      .finally(() => {
        this.#running = null;
      });
  }

  /** Resolves when the look that is under way has ended. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #look(): Promise<void> {
    const { store, reader, watch } = this.#options;
    await this.#refresh();
    if (this.#slots.size === 0) return;
    const { locks } = watch.lastSweep();
    const freed = freedSlots(this.list(), { locks, clients: await reader.readWorkers() });
    if (freed.size === 0) return;
    this.#changes += 1;
    this.#slots = new Map([...this.#slots].filter(([id]) => !freed.has(id)));
    for (const id of freed) await store.remove("occupied-slots", id);
  }

  /** What another Flowlock on this store remembered, unless something changed here meanwhile. */
  async #refresh(): Promise<void> {
    const changes = this.#changes;
    const page = { cursor: null, limit: shelves["occupied-slots"].recordsMax };
    const { records } = await this.#options.store.page("occupied-slots", page);
    if (changes !== this.#changes) return;
    const kept = records.flatMap((record) => readRecord(occupiedSlotSchema, record) ?? []);
    this.#slots = new Map(kept.map((slot) => [slot.lockId, slot]));
  }

  #readClients(): Promise<readonly WorkerClient[] | null> {
    const nowMs = this.#options.now();
    if (this.#clients === null || nowMs - this.#clients.atMs >= clientsSharedMs)
      this.#clients = { answer: this.#options.reader.readWorkers(), atMs: nowMs };
    return this.#clients.answer;
  }
}
