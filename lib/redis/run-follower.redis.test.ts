import type { Job } from "bullmq";
import type { Redis } from "ioredis";
import { describe, expect, onTestFinished } from "vitest";

import { generations } from "@/lib/testing/bullmq-generations";
import type { Generation } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";

import { parseRedisUrl } from "./redis-address";
import { RedisClock } from "./redis-clock";
import { openRedisConnection } from "./redis-connection";
import { RunFollower } from "./run-follower";

const ways = [{ kind: "pipeline" }, { kind: "script" }] as const;

/** A queue whose jobs are removed when they finish; a job fails where its data says so. Closed after the test. */
function openQueue(
  { redisUrl, prefix }: { readonly redisUrl: string; readonly prefix: string },
  generation: Generation,
) {
  const { hostname, port } = new URL(redisUrl);
  const options = { connection: { host: hostname, port: Number(port) }, prefix };
  const queue = new generation.Queue("q", options);
  const work = async ({ data }: Job) => {
    if (data.fails === true) throw new Error("declined");
    return data.result;
  };
  const worker = new generation.Worker("q", work, { ...options, name: "q-1" });
  onTestFinished(async () => {
    await worker.close(true);
    await queue.close();
  });
  const run = async (name: string, data: object, removeOnComplete = true) => {
    const ended = new Promise((done) => {
      worker.once("completed", done);
      worker.once("failed", done);
    });
    const { id } = await queue.add(name, data, { removeOnComplete });
    await ended;
    return id;
  };
  return { name: `${prefix}:q`, run };
}

function follow(redis: Redis, reader: { readonly kind: "script" | "pipeline" }): RunFollower {
  return new RunFollower({ redis, reader, clock: new RedisClock(redis) });
}

/** Counts what Redis sends to this client, in bytes. */
function received(redis: Redis): () => number {
  const before = redis.stream.bytesRead ?? 0;
  return () => (redis.stream.bytesRead ?? 0) - before;
}

describe.each(ways)("following runs by $kind", (reader) => {
  describe.each(generations)("of $name workers", (generation) => {
    redisTest(
      "tells starts and ends with names, once each, and goes on from there",
      async ({ redis, redisUrl, prefix }) => {
        const queue = openQueue({ redisUrl, prefix }, generation);
        const follower = follow(redis, reader);
        const removed = await queue.run("charge", {});
        const kept = await queue.run("refund", {}, false);

        const first = await follower.look([queue.name]);
        const nothing = await follower.look([queue.name]);
        const failed = await queue.run("charge", { fails: true });
        const second = await follower.look([queue.name]);

        const told = (jobId: string | undefined, kind: string, more: object) => ({
          ...{ kind, jobId, atMs: expect.any(Number), name: null, finishedAtMs: null, worker: null },
          ...more,
        });
        const here = { finishedAtMs: expect.any(Number), worker: "q-1" };
        expect(first).toEqual([
          {
            ...{ queue: queue.name, isWhole: false },
            events: [
              told(removed, "added", { name: "charge" }),
              told(removed, "active", {}),
              told(removed, "completed", {}),
              told(kept, "added", { name: "refund" }),
              told(kept, "active", { name: expect.toBeOneOf([null, "refund"]) }),
              told(kept, "completed", { name: "refund", ...here }),
            ],
          },
        ]);
        expect(nothing).toEqual([]);
        expect(second).toEqual([
          {
            ...{ queue: queue.name, isWhole: true },
            events: [
              told(failed, "added", { name: "charge" }),
              told(failed, "active", { name: expect.toBeOneOf([null, "charge"]) }),
              told(failed, "failed", { name: "charge", ...here }),
            ],
          },
        ]);
      },
    );
  });

  redisTest("passes over what is too much, and says so", async ({ redis, prefix }) => {
    const queue = `${prefix}:q`;
    const follower = follow(redis, reader);
    const untilTold = async () => {
      for (let turn = 0; turn < 100; turn += 1) {
        const [news] = (await follower.look([queue])) ?? [];
        if (news !== undefined) return news;
      }
      throw new Error("Nothing was told.");
    };
    await addEvents(redis, queue, 10);
    await untilTold();
    await addEvents(redis, queue, 12_000);
    const much = await untilTold();
    await addEvents(redis, queue, 1);

    expect(much.isWhole).toBe(false);
    expect(much.events.length).toBeGreaterThan(5);
    expect(much.events.length).toBeLessThan(11_000);
    expect(much.events.at(-1)?.jobId).toBe("11999");
    expect(await untilTold()).toMatchObject({ isWhole: true, events: [{ jobId: "0" }] });
  });

  redisTest("leaves payloads in Redis", async ({ redis, prefix }) => {
    const queue = `${prefix}:q`;
    const follower = follow(redis, reader);
    const payload = "x".repeat(1024 * 1024);
    await addEvents(redis, queue, 20, payload);
    await follower.look([queue]);
    await addEvents(redis, queue, 20, payload);
    const bytes = received(redis);
    const [news] = (await follower.look([queue])) ?? [];

    expect(news?.events.at(-1)?.jobId).toBe("19");
    // Plain commands can't leave it there: one entry to see that there is news, its id, and one entry read.
    expect(bytes()).toBeLessThan(reader.kind === "script" ? 4_096 : 4 * payload.length);
  });

  redisTest("bears damaged streams, odd events and queues that are gone", async ({ redis, prefix }) => {
    const [queue, damaged] = [`${prefix}:q`, `${prefix}:damaged`];
    await redis.set(`${damaged}:events`, "wrong");
    await redis.xadd(`${queue}:events`, "*", "event", "completed");
    await redis.xadd(`${queue}:events`, "*", "event", "completed", "jobId", "x".repeat(10_000));
    await redis.xadd(`${queue}:events`, "*", "odd", "1");
    await redis.set(`${queue}:7`, "no hash");
    await redis.xadd(`${queue}:events`, "*", "event", "completed", "jobId", "7");
    const follower = follow(redis, reader);

    const looks = [
      await follower.look([damaged, queue, `${prefix}:none`]),
      await follower.look([damaged]),
      await follower.look([]),
    ];

    expect(looks).toMatchObject([[{ queue, events: [{ jobId: "7", name: null }] }], [], []]);
  });
});

redisTest("reads a burst whole over several calls, in its order", async ({ redis, prefix }) => {
  const queue = `${prefix}:q`;
  const follower = follow(redis, { kind: "script" });
  await addEvents(redis, queue, 1);
  await follower.look([queue]);
  await addEvents(redis, queue, 6_000);
  const told = [];
  for (let turn = 0; turn < 100 && told.length === 0; turn += 1) {
    if (turn === 1) await addEvents(redis, queue, 1);
    told.push(...((await follower.look([queue])) ?? []));
  }

  expect(told).toMatchObject([{ isWhole: true }]);
  expect(told[0]?.events.slice(0, 6_000).map(({ jobId }) => jobId)).toEqual(
    Array.from({ length: 6_000 }, (_, index) => String(index)),
  );
});

redisTest("comes to each of many busy streams in its turn", async ({ redis, prefix }) => {
  const queues = Array.from({ length: 40 }, (_, index) => `${prefix}:q${index}`);
  const follower = follow(redis, { kind: "script" });
  for (const queue of queues) await addEvents(redis, queue, 1_200, "x".repeat(2_000));
  const seen = new Set<string>();
  for (let turn = 0; turn < 200 && seen.size < queues.length; turn += 1)
    for (const { queue } of (await follower.look(queues)) ?? []) seen.add(queue);
  expect(seen.size).toBe(queues.length);
});

redisTest(
  "goes on without scripts, and says nothing where the streams are refused",
  async ({ redis, redisUrl, prefix }) => {
    const queue = `${prefix}:q`;
    await addEvents(redis, queue, 1);
    const reader = { kind: "script" } as const;
    const looks = [];
    for (const rights of ["+@read", "+@read -xread -xrevrange"]) {
      await redis.call("ACL", "SETUSER", prefix, "reset", "on", ">pw", `~${prefix}:*`, "+ping", ...rights.split(" "));
      const parsed = parseRedisUrl(`redis://${prefix}:pw@${new URL(redisUrl).host}`);
      if (parsed.kind === "unusable") throw new Error("The test's URL is unusable.");
      const client = openRedisConnection(parsed.address, "sampler");
      const follower = follow(client, reader);
      looks.push(await follower.look([queue]), await follower.look([queue]));
      client.disconnect();
    }
    await redis.call("ACL", "DELUSER", prefix);

    expect(looks).toMatchObject([[{ queue, events: [{ jobId: "0" }] }], [], null, null]);
  },
);

/** Ends of runs whose jobs are gone, as BullMQ tells them. */
async function addEvents(redis: Redis, queue: string, count: number, returnvalue = "null"): Promise<void> {
  const pipeline = redis.pipeline();
  for (let index = 0; index < count; index += 1)
    pipeline.xadd(`${queue}:events`, "*", "event", "completed", "jobId", index, "returnvalue", returnvalue);
  await pipeline.exec();
}
