import type { ChainableCommander, Redis } from "ioredis";

import { RedisDeniedError } from "@/lib/core/redis-failure";

import { runCommand } from "./run-pipeline";

/** How long a measured difference between Redis' clock and ours is used where TIME is refused. */
const offsetMaxAgeMs = 10_000;

/** Redis' clock: TIME, or `server_time_usec` of INFO for a user who may not send TIME. */
export class RedisClock {
  readonly #redis: Redis;
  #timeRefused = false;
  #offset: { readonly ms: number; readonly measuredAtMs: number } | null = null;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Epoch milliseconds. */
  async readMs(): Promise<number> {
    if (this.#timeRefused) return this.#readFromInfoMs();
    try {
      return toMs(await runCommand(this.#redis.time()));
    } catch (error) {
      if (!(error instanceof RedisDeniedError) || error.kind !== "no-permission") throw error;
      this.#timeRefused = true;
      return this.#readFromInfoMs();
    }
  }

  /** Adds TIME to a transaction, so that its replies carry their own instant; pair it with `instantOf`. */
  stamp(multi: ChainableCommander): void {
    if (!this.#timeRefused) multi.time();
  }

  /** Takes the stamp off a transaction's replies. */
  async instantOf(replies: readonly unknown[]): Promise<{ readonly atMs: number; readonly rest: readonly unknown[] }> {
    if (this.#timeRefused) return { atMs: await this.#readFromInfoMs(), rest: replies };
    const [time, ...rest] = replies;
    return { atMs: toMs(time), rest };
  }

  async #readFromInfoMs(): Promise<number> {
    const nowMs = Date.now();
    if (this.#offset === null || nowMs - this.#offset.measuredAtMs > offsetMaxAgeMs) {
      const info = await runCommand(this.#redis.info("server"));
      const usec = /^server_time_usec:(\d+)/m.exec(info)?.[1];
      const redisMs = usec === undefined ? Date.now() : Math.floor(Number(usec) / 1_000);
      this.#offset = { ms: redisMs - Date.now(), measuredAtMs: nowMs };
    }
    return Date.now() + this.#offset.ms;
  }
}

function toMs(time: unknown): number {
  const [seconds, microseconds] = Array.isArray(time) ? time : [];
  return Number(seconds) * 1_000 + Math.floor(Number(microseconds) / 1_000);
}
