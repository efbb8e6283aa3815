import "server-only";

import type { PutLimitRequest } from "@/lib/contract/limit-request";
import { putLimitResponseSchema } from "@/lib/contract/record-schemas";
import type { HeldLimit } from "@/lib/contract/record-schemas";
import { shelves } from "@/lib/store/record-store";
import type { RecordStore } from "@/lib/store/record-store";

import { AppError } from "./app-error";
import { readRecord } from "./read-record";

const limitsMax = shelves.limits.recordsMax;

type Options = { readonly store: RecordStore; readonly now: () => number };

/**
 * What operators set as slow and stuck, and muted, for a queue and job name. At hand in memory for every sweep, kept by
 * the store, from which `refresh` takes what other processes set.
 */
export class LimitsBook {
  readonly #options: Options;
  /** By `nameOf`: names may hold any character, so no plainly joined key is safe. */
  #limits = new Map<string, HeldLimit>();
  #changes = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  of(queue: string, name: string | null): HeldLimit | null {
    const limit = name === null ? undefined : this.#limits.get(nameOf(queue, name));
    return limit === undefined ? null : this.#unlessExpired(limit);
  }

  /** Whether alerts about a queue and name are to be kept back now. */
  isMuted(queue: string, name: string | null): boolean {
    return (this.of(queue, name)?.muteUntilAtMs ?? null) !== null;
  }

  /** A value left out keeps what was set; `null` clears it. Throws `too-large` when 1,000 names have limits. */
  put({ queue, name, slowMs, stuckMs, muteUntilAtMs }: PutLimitRequest): HeldLimit {
    const known = this.of(queue, name);
    const limit: HeldLimit = {
      queue,
      name,
      slowMs: slowMs === undefined ? (known?.slowMs ?? null) : slowMs,
      stuckMs: stuckMs === undefined ? (known?.stuckMs ?? null) : stuckMs,
      muteUntilAtMs: muteUntilAtMs === undefined ? (known?.muteUntilAtMs ?? null) : muteUntilAtMs,
    };
    const id = nameOf(queue, name);
    if (this.#unlessExpired(limit) === null) this.#remove(id);
    else this.#keep(id, limit);
    return limit;
  }

  list(): readonly HeldLimit[] {
    return [...this.#limits.values()].flatMap((limit) => this.#unlessExpired(limit) ?? []);
  }

  /** Takes over what the store holds, unless something was set here meanwhile. */
  async refresh(): Promise<void> {
    const changes = this.#changes;
    const { records } = await this.#options.store.page("limits", { cursor: null, limit: limitsMax });
    const kept = records.flatMap((record) => readRecord(putLimitResponseSchema, record) ?? []);
    if (changes !== this.#changes) return;
    this.#limits = new Map(kept.map((limit) => [nameOf(limit.queue, limit.name), limit]));
  }

  #keep(id: string, limit: HeldLimit): void {
    if (!this.#limits.has(id) && this.#limits.size >= limitsMax) throw new AppError("too-large");
    this.#changes += 1;
    this.#limits.set(id, limit);
    void this.#options.store.put("limits", { id, atMs: this.#options.now(), text: JSON.stringify(limit) });
  }

  #remove(id: string): void {
    if (!this.#limits.delete(id)) return;
    this.#changes += 1;
    void this.#options.store.remove("limits", id);
  }

  /** A mute that is over is none. */
  #unlessExpired(limit: HeldLimit): HeldLimit | null {
    const isMuted = limit.muteUntilAtMs !== null && limit.muteUntilAtMs > this.#options.now();
    if (!isMuted && limit.slowMs === null && limit.stuckMs === null) return null;
    return isMuted ? limit : { ...limit, muteUntilAtMs: null };
  }
}

function nameOf(queue: string, name: string): string {
  return JSON.stringify([queue, name]);
}
