import "server-only";

import type { PutLimitRequest } from "@/lib/contract/limit-request";
import type { HeldLimit } from "@/lib/contract/record-schemas";

import { AppError } from "./app-error";

const limitsMax = 1_000;

/** What operators set as slow and stuck for a queue and job name. In memory: a restart forgets it. */
export class LimitsBook {
  /** queue → name → limit: names may hold any character, so no joined key is safe. */
  readonly #limits = new Map<string, Map<string, HeldLimit>>();
  #count = 0;

  of(queue: string, name: string | null): HeldLimit | null {
    return name === null ? null : (this.#limits.get(queue)?.get(name) ?? null);
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
    const isEmpty = limit.slowMs === null && limit.stuckMs === null && limit.muteUntilAtMs === null;
    if (isEmpty) this.#remove(queue, name);
    else this.#store(limit, known === null);
    return limit;
  }

  list(): readonly HeldLimit[] {
    return [...this.#limits.values()].flatMap((names) => [...names.values()]);
  }

  #store(limit: HeldLimit, isNew: boolean): void {
    if (isNew && this.#count >= limitsMax) throw new AppError("too-large");
    const names = this.#limits.get(limit.queue) ?? new Map<string, HeldLimit>();
    names.set(limit.name, limit);
    this.#limits.set(limit.queue, names);
    if (isNew) this.#count += 1;
  }

  #remove(queue: string, name: string): void {
    const names = this.#limits.get(queue);
    if (names?.delete(name) !== true) return;
    this.#count -= 1;
    if (names.size === 0) this.#limits.delete(queue);
  }
}
