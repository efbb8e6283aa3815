import type { Redis } from "ioredis";

import { isRedisDenied } from "@/lib/core/redis-failure";

import { runCommand } from "./run-pipeline";

export type ServerInfo = {
  /** `null` where INFO is refused. */
  readonly redisVersion: string | null;
  readonly cluster: boolean;
  /** `null` where INFO does not tell. */
  readonly maxmemoryPolicy: string | null;
};

/** What Redis says of itself in INFO. Throws the reader's errors, but takes a refused INFO as "unknown". */
export async function readServerInfo(redis: Redis): Promise<ServerInfo> {
  try {
    const info = await runCommand(redis.info());
    return {
      redisVersion: fieldOf(info, "redis_version"),
      cluster: fieldOf(info, "redis_mode") === "cluster",
      maxmemoryPolicy: fieldOf(info, "maxmemory_policy"),
    };
  } catch (error) {
    if (!isRedisDenied(error) || error.kind !== "no-permission") throw error;
    return { redisVersion: null, cluster: false, maxmemoryPolicy: null };
  }
}

function fieldOf(info: string, field: string): string | null {
  const line = info.split(/\r?\n/).find((text) => text.startsWith(`${field}:`));
  return line === undefined ? null : line.slice(field.length + 1).trim();
}
