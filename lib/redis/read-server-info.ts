import type { Redis } from "ioredis";

import type { ServerReading } from "@/lib/core/doctor/doctor-reading";
import { isRedisDenied } from "@/lib/core/redis-failure";

import { runCommand } from "./run-pipeline";

/** What Redis says of itself in INFO. Throws the reader's errors, but takes a refused INFO as "unknown". */
export async function readServerInfo(redis: Redis): Promise<ServerReading> {
  try {
    const info = await runCommand(redis.info());
    return {
      redisVersion: fieldOf(info, "redis_version"),
      cluster: fieldOf(info, "redis_mode") === "cluster",
      maxmemoryPolicy: fieldOf(info, "maxmemory_policy"),
      replica: fieldOf(info, "role") === "slave",
    };
  } catch (error) {
    if (!isRedisDenied(error) || error.kind !== "no-permission") throw error;
    return { redisVersion: null, cluster: false, maxmemoryPolicy: null, replica: false };
  }
}

function fieldOf(info: string, field: string): string | null {
  const line = info.split(/\r?\n/).find((text) => text.startsWith(`${field}:`));
  return line === undefined ? null : line.slice(field.length + 1).trim();
}
