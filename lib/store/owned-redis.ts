import type { Redis } from "ioredis";

import { toRedisFailure } from "@/lib/redis/redis-failures";

export type OwnedRedisOptions = {
  readonly redis: Redis;
  /** Names whose records these are: several Flowlocks of one name share them. */
  readonly owner: string;
  readonly now: () => number;
};

/** What the stores in Redis share: keys under their owner's hash tag, and failures as the reader has them. */
export class OwnedRedis {
  protected readonly redis: Redis;
  protected readonly now: () => number;
  readonly #owner: string;

  constructor({ redis, owner, now }: OwnedRedisOptions) {
    this.redis = redis;
    this.now = now;
    this.#owner = owner;
  }

  protected key(part: string): string {
    return `flowlock:{${this.#owner}}:${part}`;
  }

  protected async ask<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      throw toRedisFailure(error);
    }
  }
}
