import { randomBytes } from "node:crypto";

import { Redis } from "ioredis";
import { inject, test } from "vitest";

type Fixtures = {
  readonly redisUrl: string;
  readonly redis: Redis;
  /** A key prefix of this test's own; what lies under it is deleted afterwards. */
  readonly prefix: string;
};

/** A test on the embedded Redis with a connection and a key prefix of its own. */
export const redisTest = test.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Vitest reads the fixture's dependencies from this pattern
  redisUrl: async ({}, use) => use(inject("redisUrl")),
  redis: async ({ redisUrl }, use) => {
    const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1 });
    await use(redis);
    redis.disconnect();
  },
  prefix: async ({ redis }, use) => {
    const prefix = `t${randomBytes(6).toString("hex")}`;
    await use(prefix);
    await deleteKeys(redis, `*${prefix}*`);
  },
});

async function deleteKeys(redis: Redis, pattern: string): Promise<void> {
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "MATCH", pattern, "COUNT", 1_000);
    if (keys.length > 0) await redis.del(...keys);
    cursor = next;
  } while (cursor !== "0");
}
