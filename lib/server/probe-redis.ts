import "server-only";

import type { Redis } from "ioredis";

import { readServerInfo } from "@/lib/redis/read-server-info";

export type RedisProbe = {
  readonly redisVersion: string | null;
  readonly cluster: boolean;
};

/** Asks Redis what it is. Throws as the reader does. */
export function createProbe(redis: Redis): () => Promise<RedisProbe> {
  return async () => {
    const { redisVersion, cluster } = await readServerInfo(redis);
    return { redisVersion, cluster };
  };
}
