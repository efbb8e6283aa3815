import type { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { redisTest } from "@/lib/testing/redis-test";

import { parseRedisUrl } from "./redis-address";
import { openRedisConnection } from "./redis-connection";
import { WaitingLists } from "./waiting-lists";

async function pushIds(redis: Redis, key: string, { name, count }: { readonly name: string; readonly count: number }) {
  const seed = redis.pipeline();
  for (let start = 0; start < count; start += 1_000)
    seed.rpush(key, ...Array.from({ length: Math.min(1_000, count - start) }, (_, index) => `${name}${start + index}`));
  await seed.exec();
}

redisTest(
  "finds jobs at work, few or many, without walking a long waiting list",
  async ({ redis, redisUrl, prefix }) => {
    const queue = `${prefix}:q`;
    await pushIds(redis, `${queue}:wait`, { name: "w", count: 30_000 });
    await pushIds(redis, `${queue}:active`, { name: "a", count: 3_000 });
    const parsed = parseRedisUrl(redisUrl);
    if (parsed.kind === "unusable") throw new Error("The test's URL is unusable.");
    const counted = openRedisConnection(parsed.address, "reader");
    onTestFinished(() => counted.disconnect());
    const lists = new WaitingLists(counted);
    const atWork = Array.from({ length: 1_000 }, (_, index) => ({ queue, id: `a${index}` }));
    const tenInTheMiddle = Array.from({ length: 10 }, (_, index) => ({ queue, id: `a${1_500 + index}` }));
    const [middle, nowhere] = [
      { queue, id: "w15000" },
      { queue, id: "nowhere" },
    ];

    const found = await lists.find(atWork);
    const sentForMany = counted.commandsSent;
    const few = await lists.find(tenInTheMiddle);
    const sentForFew = counted.commandsSent - sentForMany;
    const others = await lists.find([middle, nowhere, ...atWork.slice(0, 1)]);

    expect(atWork.map((ref) => found.get(jobKey(ref))).filter((place) => place !== "active")).toEqual([]);
    expect([...few.values()]).toEqual(Array.from({ length: 10 }, () => "active"));
    expect(sentForMany).toBeLessThan(20);
    // Three lengths, both ends of the waiting list for each job, and the active list, but none of the six windows.
    expect(sentForFew).toBeLessThanOrEqual(3 + 20 + 1);
    expect([...others]).toEqual(expect.arrayContaining([[jobKey(middle), "wait"]]));
    expect(others.get(jobKey({ queue, id: "a0" }))).toBe("active");
    expect(others.has(jobKey(nowhere))).toBe(false);
  },
);
