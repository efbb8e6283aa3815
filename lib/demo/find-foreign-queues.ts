import type { Redis } from "ioredis";
import { shopRecordKey } from "./shop-place";
import { shopQueues } from "./shop-queues";

const metaSuffix = ":meta";
const scanCount = 1_000;

/** Every BullMQ queue (`prefix:name`) in this Redis that is not the demo's own, sorted. */
export async function findForeignQueues(redis: Redis): Promise<readonly string[]> {
  const foreign: string[] = [];
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "MATCH", `*${metaSuffix}`, "COUNT", scanCount, "TYPE", "hash");
    cursor = next;
    for (const key of keys) if (await isForeign(redis, key)) foreign.push(key.slice(0, -metaSuffix.length));
  } while (cursor !== "0");
  return [...new Set(foreign)].sort();
}

async function isForeign(redis: Redis, metaKey: string): Promise<boolean> {
  if ((await redis.hexists(metaKey, "opts.maxLenEvents")) === 0) return false;
  const queue = metaKey.slice(0, -metaSuffix.length);
  const cut = queue.lastIndexOf(":");
  if (!shopQueues.some((name) => name === queue.slice(cut + 1))) return true;
  return (await redis.exists(shopRecordKey(queue.slice(0, cut)))) === 0;
}
