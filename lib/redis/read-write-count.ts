import type { Redis } from "ioredis";

import { isRedisDenied } from "@/lib/core/redis-failure";

import { runCommand } from "./run-pipeline";

/**
 * A text that stays the same exactly as long as nobody writes anything to this Redis: the time of its last save and
 * the number of writes since. `null` where INFO is refused.
 */
export async function readWriteCount(redis: Redis): Promise<string | null> {
  try {
    const info = await runCommand(redis.info("persistence"));
    const field = (name: string) => new RegExp(`^${name}:(\\d+)`, "m").exec(info)?.[1];
    const changes = field("rdb_changes_since_last_save");
    return changes === undefined ? null : `${field("rdb_last_save_time") ?? ""} ${changes}`;
  } catch (error) {
    if (!isRedisDenied(error) || error.kind !== "no-permission") throw error;
    return null;
  }
}
