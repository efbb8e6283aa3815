import type { Redis } from "ioredis";

import type { JsonValue } from "@/lib/core/json-value";

/** Everything that Redis keeps under a prefix, decoded by type; a key that expires says so with `expires`. */
export async function readKeys(redis: Redis, prefix: string): Promise<Readonly<Record<string, JsonValue>>> {
  const keys = (await redis.keys(`${prefix}:*`)).toSorted();
  const values = await Promise.all(
    keys.map(async (key) => [key, await readKey(redis, key), await redis.pttl(key)] as const),
  );
  return Object.fromEntries(values.map(([key, value, ttlMs]) => [key, ttlMs < 0 ? value : { value, expires: true }]));
}

async function readKey(redis: Redis, key: string): Promise<JsonValue> {
  const type = await redis.type(key);
  switch (type) {
    case "string":
      return redis.get(key);
    case "hash":
      return redis.hgetall(key);
    case "list":
      return redis.lrange(key, 0, -1);
    case "set":
      return (await redis.smembers(key)).toSorted();
    case "zset":
      return redis.zrange(key, "0", "-1", "WITHSCORES");
    case "stream":
      return (await redis.xrange(key, "-", "+")).map(([, fields]) => fields);
    default:
      throw new Error(`${key} is of type ${type}, which BullMQ does not use.`);
  }
}
