import "server-only";

import type { LockWatch } from "@/lib/core/lock-watch-port";

type Options = {
  readonly watch: Pick<LockWatch, "lastSweep"> & { sweepNow(): Promise<void> };
  /** Whether this process is the one that watches for all on its store. */
  readonly leads: () => boolean;
  readonly streamsOpen: () => number;
  /** Takes over what the process that leads has seen. */
  readonly catchUp: () => Promise<void>;
  readonly sampleMs: number;
  /** In epoch milliseconds. */
  readonly now: () => number;
};

/** Who opens a page reads on for a while. */
const attendedForMs = 60_000;
/** So many intervals without a sweep make what was swept too old to answer with. */
const staleAfterSweeps = 3;

/**
 * Of several Flowlocks on one store one sweeps; another one does as long as somebody looks at its own pages. It begins
 * with what the leader has seen, and with a sweep before its first answer.
 */
export class Attention {
  readonly #options: Options;
  #askedAtMs = -Infinity;
  #sweptAtMs = -Infinity;
  #waking: Promise<void> | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Whether this process has anything to sweep for. */
  isWanted(): boolean {
    const { leads, streamsOpen, now } = this.#options;
    return leads() || streamsOpen() > 0 || now() - this.#askedAtMs < attendedForMs;
  }

  noteSweep(): void {
    this.#sweptAtMs = this.#options.now();
  }

  /** To be called before a request is answered. Never throws: a sweep tells of its failures itself. */
  async note(): Promise<void> {
    const { now, sampleMs } = this.#options;
    const wasWanted = this.isWanted();
    this.#askedAtMs = now();
    if (wasWanted || now() - this.#sweptAtMs < staleAfterSweeps * sampleMs) return;
    this.#waking ??= this.#wake().finally(() => {
      this.#waking = null;
    });
    await this.#waking;
  }

  async #wake(): Promise<void> {
    const { catchUp, watch } = this.#options;
    await catchUp();
    await watch.sweepNow();
  }
}
