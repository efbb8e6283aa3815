import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";

import { getFlowView } from "./get-flow-view";
import { openStillConnection } from "./test-still-connection";

const queue = "bull:steps";
const depth = 10_000;
const culprit = { queue, id: `${depth}` };

/** Seeds part of a chain inside Redis: each job waits for the next one. */
const seedChain = `
local queue = ARGV[1]
for index = tonumber(ARGV[2]), tonumber(ARGV[3]) do
  local key = queue .. ':' .. index
  redis.call('HSET', key, 'name', 'step', 'timestamp', '1', 'delay', '0', 'priority', '0', 'data', '{}', 'opts', '{}')
  if index > 0 then
    local parent = queue .. ':' .. (index - 1)
    redis.call('HSET', key, 'parentKey', parent, 'parent', cjson.encode({ id = tostring(index - 1), queueKey = queue }))
    redis.call('SADD', parent .. ':dependencies', key)
  end
  redis.call('ZADD', queue .. ':waiting-children', index, index)
end`;

async function seedDeepFlow(redis: Redis): Promise<void> {
  const seed = redis.pipeline().hset(`${queue}:meta`, "opts.maxLenEvents", "10000").set(`${queue}:id`, "1");
  for (let first = 0; first <= depth; first += 2_500)
    seed.eval(seedChain, 0, queue, first, Math.min(depth, first + 2_499));
  // The last one was being worked on when its worker went away.
  seed.hset(jobKey(culprit), { processedOn: "2", ats: "1" });
  seed.zrem(`${queue}:waiting-children`, culprit.id).lpush(`${queue}:active`, culprit.id);
  await seed.exec();
}

/** Without the right to run scripts the pipelines read. */
const openAs = (url: string, user: string) => openStillConnection(url.replace("redis://", `redis://${user}:pw@`));

test(
  "shows the culprit at the end of 10,000 jobs by both ways to read, from the root and from the middle",
  { timeout: 120_000 },
  async () => {
    const server = await startEmbeddedRedis();
    onTestFinished(() => server.stop("SIGKILL"));
    const redis = new Redis(server.url);
    onTestFinished(() => redis.disconnect());
    await seedDeepFlow(redis);
    await redis.call("ACL", "SETUSER", "fast", "on", ">pw", "~*", "&*", "+@all");
    await redis.call("ACL", "SETUSER", "plain", "on", ">pw", "~*", "+@all", "-@scripting");

    for (const { user, kind, looks } of [
      {
        user: "fast",
        kind: "script",
        looks: [
          { id: "0", scope: "path" },
          { id: "5000", scope: "path" },
        ],
      },
      { user: "plain", kind: "pipeline", looks: [{ id: "0", scope: "all" }] },
    ] as const) {
      const connection = await openAs(server.url, user);
      for (const { id, scope } of looks) {
        const { nodes, groups, diagnosis, ...counts } = await getFlowView(connection, { queue, id }, { scope });
        expect(nodes.length + groups.length).toBeLessThanOrEqual(300);
        expect(nodes.map(({ job }) => job.id)).toEqual(expect.arrayContaining(["0", id, culprit.id]));
        expect(counts).toMatchObject({ shown: depth + 1, total: depth + 1, truncated: true, exact: true });
        expect(diagnosis.culprits[0]?.chain).toHaveLength(depth + 1);
        expect(groups.every(({ leadsTo, inside }) => leadsTo !== null && inside.problems === 0)).toBe(true);
      }
      expect(connection.reader.kind).toBe(kind);
    }
  },
);
