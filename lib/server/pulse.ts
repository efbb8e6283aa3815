import "server-only";

import { isRedisDenied } from "@/lib/core/redis-failure";

/** How one look found Redis. What was read after a beat still holds while later beats have the same revision. */
export type Beat = {
  /** Grows whenever BullMQ did something in a known queue. */
  readonly revision: number;
  /** Same text: nobody wrote anything at all. `null`: not known. */
  readonly writes: string | null;
  /** Redis' clock. */
  readonly atMs: number;
};

export type PulseOptions = {
  /** The queues, of the given ones, in which something happened since the last call. */
  readonly lookForEvents: (queues: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly readWriteCount: () => Promise<string | null>;
  readonly readClockMs: () => Promise<number>;
  readonly queues: () => readonly string[];
  /** Epoch milliseconds of this machine. */
  readonly now: () => number;
};

/** A beat serves all who ask within this time, in ms. */
const sharedMs = 800;
const clockEveryMs = 10_000;

/**
 * Feels whether anything changed in Redis, with two commands at most once in a second however many ask. Nothing is
 * sent while nobody asks.
 */
export class Pulse {
  readonly #options: PulseOptions;
  #revision = 0;
  #last: { readonly beat: Beat; readonly startedAtMs: number } | null = null;
  #looking: Promise<Beat> | null = null;
  #clock: { readonly offsetMs: number; readonly measuredAtMs: number } | null = null;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  /** Throws as the reader does while Redis is away. */
  async feel(): Promise<Beat> {
    const last = this.#last;
    if (last !== null && this.#options.now() - last.startedAtMs < sharedMs) return last.beat;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Something changed that no event tells: what was read before does not hold any more. */
  bump(): void {
    this.#revision += 1;
    this.#last = null;
    this.#looking = null;
  }

  async #look(): Promise<Beat> {
    const { now, readWriteCount } = this.#options;
    const startedAtMs = now();
    const [changed, writes, offsetMs] = await Promise.all([
      this.#lookForEvents(),
      readWriteCount(),
      this.#readOffsetMs(startedAtMs),
    ]);
    if (changed) this.#revision += 1;
    const beat = { revision: this.#revision, writes, atMs: startedAtMs + offsetMs };
    this.#last = { beat, startedAtMs };
    return beat;
  }

  /** Without the right to read event streams everything counts as changed at every look. */
  async #lookForEvents(): Promise<boolean> {
    try {
      return (await this.#options.lookForEvents(this.#options.queues())).size > 0;
    } catch (error) {
      if (isRedisDenied(error) && error.kind === "no-permission") return true;
      throw error;
    }
  }

  async #readOffsetMs(nowMs: number): Promise<number> {
    if (this.#clock === null || nowMs - this.#clock.measuredAtMs >= clockEveryMs) {
      const redisMs = await this.#options.readClockMs();
      this.#clock = { offsetMs: redisMs - this.#options.now(), measuredAtMs: nowMs };
    }
    return this.#clock.offsetMs;
  }
}
