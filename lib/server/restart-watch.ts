import "server-only";

import type { RedisWarning } from "@/lib/core/doctor/redis-warning";

type Options = {
  readonly readRunId: () => Promise<string | null>;
  /** Epoch milliseconds of this machine. */
  readonly now: () => number;
};

/** How long it is told, in ms: what was done before it has long been looked at by then. */
const toldForMs = 15 * 60_000;

/** Knows whether the Redis that answers is still the one that answered before. */
export class RestartWatch {
  readonly #options: Options;
  #runId: string | null = null;
  #restartedAtMs: number | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Called when Redis answers and may have been away. A Redis that is gone again is looked at when it is back. */
  async look(): Promise<void> {
    const { readRunId, now } = this.#options;
    const runId = await readRunId().catch(() => null); // the look-out and health, which ask the same Redis, tell its failures
    if (runId === null || runId === this.#runId) return;
    if (this.#runId !== null) this.#restartedAtMs = now();
    this.#runId = runId;
  }

  warnings(): readonly RedisWarning[] {
    const atMs = this.#restartedAtMs;
    if (atMs === null || this.#options.now() - atMs > toldForMs) return [];
    const time = new Date(atMs).toISOString().slice(11, 19);
    const text = `Redis was restarted or failed over (run_id changed) and answers again since ${time} UTC. What it had not saved is gone: check the result of what was done just before.`;
    return [{ code: "restarted", text }];
  }
}
