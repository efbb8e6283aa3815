import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { writeJob, writeParent, writePendingEdge } from "@/lib/testing/seed-by-hand";

import { getFlowView } from "./get-flow-view";
import { listChildren } from "./list-children";
import { openStillConnection } from "./test-still-connection";

const queue = "bull:cards";
const root = { queue: "bull:orders", id: "root" };
const stuck = { queue, id: "stuck" };
const deadEnds = 4_995;
const waiting = 40_000;
const processed = 55_000;

/** Seeds a range of children inside Redis: 100,000 would take the client longer than all that is tested. */
const seedRange = `
local parent, queue, kind = KEYS[1], ARGV[1], ARGV[2]
local link = cjson.encode({ id = 'root', queueKey = 'bull:orders' })
for index = tonumber(ARGV[3]), tonumber(ARGV[4]) do
  local id = kind .. '-' .. index
  local key = queue .. ':' .. id
  redis.call('HSET', key, 'name', 'charge-card', 'timestamp', '1', 'delay', '0', 'priority', '0', 'data', '{}', 'opts',
    '{}', 'parentKey', parent, 'parent', link)
  if kind == 'wait' then redis.call('LPUSH', queue .. ':wait', id)
  else redis.call('HSET', key, 'processedOn', '2', 'finishedOn', '3', 'atm', '1') end
  if kind == 'dead' then redis.call('ZADD', queue .. ':failed', 3, id) end
  if kind == 'done' then
    redis.call('ZADD', queue .. ':completed', 3, id)
    redis.call('HSET', parent .. ':processed', key, 'null')
  else redis.call('SADD', parent .. ':dependencies', key) end
end`;

/** 100,000 children: most finished or waiting, some thousand dead ends, and one active job without a lock. */
async function seedLargeFlow(redis: Redis): Promise<void> {
  const seed = redis.pipeline();
  for (const name of [queue, root.queue])
    seed.hset(`${name}:meta`, "opts.maxLenEvents", "10000").set(`${name}:id`, "1");
  writeParent(seed, root);
  for (const [kind, count] of Object.entries({ done: processed, wait: waiting, dead: deadEnds }))
    for (let first = 1; first <= count; first += 5_000)
      seed.eval(seedRange, 1, jobKey(root), queue, kind, first, Math.min(count, first + 4_999));
  writeJob(seed, stuck, { name: "charge-card", processedOn: "2", ats: "1" });
  writePendingEdge(seed, root, stuck);
  seed.lpush(`${queue}:active`, stuck.id);
  await seed.exec();
}

async function openLargeFlow() {
  const server = await startEmbeddedRedis();
  onTestFinished(() => server.stop("SIGKILL"));
  const redis = new Redis(server.url);
  onTestFinished(() => redis.disconnect());
  await seedLargeFlow(redis);
  return { redis, connection: await openStillConnection(server.url) };
}

async function countCommands(redis: Redis, run: () => Promise<unknown>): Promise<number> {
  await redis.config("RESETSTAT");
  await run();
  const stats = await redis.info("commandstats");
  return [...stats.matchAll(/^cmdstat_(\S+?):calls=(\d+)/gm)]
    .filter(([, name]) => name !== "config|resetstat" && name !== "info")
    .reduce((sum, [, , calls]) => sum + Number(calls), 0);
}

test(
  "shows the one stuck child among 100,000 in every scope, by at most 1,000 commands",
  { timeout: 120_000 },
  async () => {
    const { redis, connection } = await openLargeFlow();
    for (const scope of ["path", "problems", "all"] as const) {
      connection.cache.invalidate();
      let view: Awaited<ReturnType<typeof getFlowView>> | undefined;
      const commands = await countCommands(redis, async () => {
        view = await getFlowView(connection, root, { scope });
      });
      expect(commands).toBeLessThanOrEqual(1_000);
      expect(view?.total).toBe(100_000 - 3);
      expect(view?.byState).toEqual({
        "waiting-children": 1,
        completed: processed,
        waiting,
        failed: deadEnds,
        active: 1,
      });
      expect(view?.nodes.length).toBeLessThanOrEqual(300);
      expect(view?.nodes.map((node) => jobKey(node.job))).toContain(jobKey(stuck));
      const dead = view?.nodes.filter((node) => node.state === "failed").length ?? 0;
      expect(dead).toBeLessThanOrEqual(5);
      const folded = view?.groups.filter((group) => group.bucket === "dead-end").map((group) => group.count);
      expect(folded).toEqual([deadEnds - dead]);
      if (scope === "all") expect(view?.shown).toBe(view?.total);
    }
    const first = await listChildren(connection, root, { limit: 50 });
    expect(first.total).toBe(processed + waiting + deadEnds + 1);
  },
);
