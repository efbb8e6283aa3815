import { Redis } from "ioredis";

/** A client for a Redis of one's own; throws an Error of one line, without the URL's password, where that fails. */
export async function connectRedis(redisUrl: string): Promise<Redis> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    retryStrategy: null,
    maxRetriesPerRequest: 0,
    connectTimeout: 5_000,
  });
  let reason = "the connection closed";
  redis.on("error", (error) => {
    reason = describe(error);
  });
  try {
    await redis.connect();
    if (/^cluster_enabled:1/m.test(await redis.info("cluster")))
      reason = "it is a Redis Cluster, which the demo does not seed";
    else return redis;
  } catch (error) {
    if (error instanceof Error && !error.message.startsWith("Connection is closed")) reason = describe(error);
  }
  redis.disconnect();
  const { host } = new URL(redisUrl);
  throw new Error(`Cannot use the Redis at ${host}: ${reason}.`);
}

// ioredis' error objects carry the password in their command; the first word of a reply and the code do not.
function describe(error: Error): string {
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.message.split(/[\s:]/, 1)[0] ?? error.name;
}
