import type { ChainableCommander, Redis } from "ioredis";

import { isRedisDenied } from "@/lib/core/redis-failure";

import { runCommand } from "./run-pipeline";
import { runTogether } from "./run-together";

/** How long a measured difference between Redis' clock and ours is used where TIME is refused, or not worth a command. */
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
    return this.#unlessRefused(
      async () => toMs(await runCommand(this.#redis.time())),
      () => this.#readFromInfoMs(),
    );
  }

  /** Takes in what another reply just told of Redis' clock. */
  noteMs(redisMs: number): void {
    const nowMs = Date.now();
    this.#offset = { ms: redisMs - nowMs, measuredAtMs: nowMs };
  }

  /** Epoch milliseconds as a reply of the last seconds told them, for who must not ask again for that alone. */
  async readRecentMs(): Promise<number> {
    const nowMs = Date.now();
    if (this.#offset === null || nowMs - this.#offset.measuredAtMs > offsetMaxAgeMs) return this.readMs();
    return nowMs + this.#offset.ms;
  }

  /** Runs commands together and says at which instant of Redis' clock it ran. */
  async runAtOneInstant(
    add: (multi: ChainableCommander) => void,
  ): Promise<{ readonly atMs: number; readonly replies: readonly unknown[] }> {
    return this.#unlessRefused(
      async () => {
        const [time, ...replies] = await runTogether(this.#redis, (multi) => add(multi.time()));
        return { atMs: toMs(time), replies };
      },
      async () => {
        const replies = await runTogether(this.#redis, add);
        return { atMs: await this.#readFromInfoMs(), replies };
      },
    );
  }

  async #unlessRefused<T>(withTime: () => Promise<T>, withoutTime: () => Promise<T>): Promise<T> {
    if (this.#timeRefused) return withoutTime();
    try {
      return await withTime();
    } catch (error) {
      if (!isRedisDenied(error) || error.kind !== "no-permission" || error.command !== "time") throw error;
      this.#timeRefused = true;
      return withoutTime();
    }
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
