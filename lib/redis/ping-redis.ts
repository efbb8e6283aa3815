import type { Redis } from "ioredis";

import { runCommand } from "./run-pipeline";

/** Resolves when Redis serves data. TIME would not do: Redis answers it while it loads. Throws the reader's errors. */
export async function pingRedis(redis: Redis): Promise<void> {
  await runCommand(redis.ping());
}
