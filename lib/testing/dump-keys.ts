import type { Redis } from "ioredis";

/** Everything under a prefix, but what workers' stalled checks change by themselves. */
export async function dumpKeys(redis: Redis, prefix: string): Promise<ReadonlyMap<string, string>> {
  const keys = (await redis.keys(`${prefix}:*`)).filter((key) => !key.endsWith(":stalled-check")).sort();
  const dumps = await Promise.all(keys.map((key) => redis.dump(key)));
  return new Map(keys.map((key, index) => [key, String(dumps[index])]));
}
