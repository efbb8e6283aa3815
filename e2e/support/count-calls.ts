import { Redis } from "ioredis";

/** How often Redis has run a command since it began. */
export async function countCalls(redisUrl: string, command: string): Promise<number> {
  const redis = new Redis(redisUrl);
  try {
    const stats = await redis.info("commandstats");
    return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, "m").exec(stats)?.[1] ?? 0);
  } finally {
    redis.disconnect();
  }
}
