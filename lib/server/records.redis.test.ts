import { expect } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "./caller";
import { getHealth } from "./get-health";
import { listActivity } from "./list-activity";
import { putLimit } from "./put-limit";
import { openTestConnection } from "./test-connection";

redisTest("activity, limits and mutes survive a restart in Redis", async ({ redis, redisUrl, prefix }) => {
  const open = () => openTestConnection({ redisUrl, prefixes: [prefix], id: prefix, writable: true, store: "redis" });
  const first = await open();
  const limit = { queue: `${prefix}:mail`, name: "send", slowMs: 5_000, muteUntilAtMs: Date.now() + 60_000 };
  putLimit(first, limit, callerOf("r"));
  await first.close();

  const second = await open();

  await expect.poll(() => second.limits.list()).toEqual([{ ...limit, stuckMs: null }]);
  expect(second.limits.isMuted(limit.queue, "send")).toBe(true);
  expect((await listActivity(second, { limit: 10 })).entries).toMatchObject([{ what: "set-limits", requestId: "r" }]);
  expect(await redis.exists(`flowlock:{${prefix}}:audit`)).toBe(1);
});

redisTest(
  "where Redis refuses to keep records they are in memory, and health says since when",
  async ({ redis, redisUrl, prefix }) => {
    await redis.call("ACL", "SETUSER", prefix, "on", ">pw", `~${prefix}*`, "+@all");
    const url = redisUrl.replace("redis://", `redis://${prefix}:pw@`);
    const connection = await openTestConnection({ redisUrl: url, prefixes: [prefix], writable: true, store: "redis" });
    putLimit(connection, { queue: `${prefix}:mail`, name: "send", slowMs: 5_000 }, callerOf("r"));

    const { entries } = await listActivity(connection, { limit: 10 });
    const health = await getHealth({ connections: [connection], version: "1", writable: true, environment: null });

    expect(entries).toHaveLength(1);
    expect(connection.limits.list()).toHaveLength(1);
    expect(health.connections[0]?.records).toEqual({
      store: "redis",
      state: "denied",
      memorySinceAtMs: expect.any(Number),
    });
    await redis.call("ACL", "DELUSER", prefix);
  },
);
