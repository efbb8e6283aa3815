import type { Redis } from "ioredis";

import { isRedisDenied } from "@/lib/core/redis-failure";

import { runCommand } from "./run-pipeline";

/** What names this one run of a Redis server (`run_id` of INFO); `null` where INFO is refused. Throws the reader's errors. */
export async function readRunId(redis: Redis): Promise<string | null> {
  try {
    return /^run_id:(\w+)/m.exec(await runCommand(redis.info("server")))?.[1] ?? null;
  } catch (error) {
    if (!isRedisDenied(error) || error.kind !== "no-permission") throw error;
    return null;
  }
}
