import type { Redis } from "ioredis";
import { describe, expect } from "vitest";

import type { FlowReader } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { openPausingRedis } from "./open-pausing-proxy";
import { redisTest } from "./redis-test";
import { writeJob, writeParent, writePendingEdge } from "./seed-by-hand";

type MakeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) => FlowReader;
type Change = (redis: Redis, ref: JobRef) => Promise<unknown>;

const seedActive: Change = (redis, ref) => {
  const seed = redis.pipeline();
  writeJob(seed, ref, { processedOn: "2" });
  return seed.lpush(`${ref.queue}:active`, ref.id).exec();
};
const addWaiting: Change = (redis, ref) => {
  const seed = redis.pipeline();
  writeJob(seed, ref);
  return seed.lpush(`${ref.queue}:wait`, ref.id).exec();
};
const nothing: Change = async () => undefined;

/** Jobs that seem lost or missing at the first reading, what happens before the second one, and what must be said. */
const races: readonly { readonly name: string; seed: Change; between: Change; readonly said: object }[] = [
  {
    name: "active without a lock, which is set meanwhile",
    seed: seedActive,
    between: (redis, ref) => redis.set(`${jobKey(ref)}:lock`, "worker:1", "PX", 30_000),
    said: { state: "active", lock: { ttlMs: expect.any(Number) } },
  },
  {
    name: "active without a lock, and done meanwhile",
    seed: seedActive,
    between: (redis, ref) =>
      redis
        .multi()
        .lrem(`${ref.queue}:active`, 0, ref.id)
        .zadd(`${ref.queue}:completed`, 3, ref.id)
        .hset(jobKey(ref), "finishedOn", "3", "returnvalue", "null")
        .exec(),
    said: { state: "completed", finishedAtMs: 3 },
  },
  {
    name: "active without a lock, and still so",
    seed: seedActive,
    between: nothing,
    said: { state: "active", lock: null },
  },
  { name: "missing, and added meanwhile", seed: nothing, between: addWaiting, said: { state: "waiting" } },
  { name: "missing, and still so", seed: nothing, between: nothing, said: { state: "missing" } },
  {
    name: "in no list, and back in one meanwhile",
    seed: (redis, ref) => redis.hset(jobKey(ref), "name", "n", "timestamp", "1"),
    between: (redis, ref) => redis.lpush(`${ref.queue}:wait`, ref.id),
    said: { state: "waiting" },
  },
];

/** What no implementation of `FlowReader` may say when something moves between two of its reads. */
export function describeFlowReaderRaces(name: string, makeReader: MakeReader): void {
  describe(`${name} while things move`, () => {
    for (const race of races)
      redisTest(`reads again before it says so: ${race.name}`, async ({ redis, redisUrl, prefix }) => {
        const ref = { queue: `${prefix}:q`, id: "job" };
        await race.seed(redis, ref);
        let changes = 0;
        // The plain path's first reading is a MULTI too.
        const isPlain = makeReader(redis, () => new Set()).kind === "pipeline";
        const paused = await openPausingRedis(redisUrl, {
          ...{ command: "multi", nth: isPlain ? 2 : 1 },
          change: async () => {
            changes += 1;
            await race.between(redis, ref);
          },
        });

        const [job] = await makeReader(paused, () => new Set([ref.queue])).readJobs([ref]);

        expect(changes).toBe(1);
        expect(job).toMatchObject(race.said);
      });

    redisTest(
      "does not call missing a child that ended and was removed while the flow was read",
      async ({ redis, redisUrl, prefix }) => {
        const [queue, leaves] = [`${prefix}:q`, `${prefix}:leaves`];
        const parent = { queue, id: "parent" };
        const [left, gone] = [
          { queue: leaves, id: "left" },
          { queue: leaves, id: "gone" },
        ];
        const seed = redis.pipeline();
        writeParent(seed, parent);
        for (const child of [left, gone]) writePendingEdge(seed, parent, child);
        for (const child of [left, gone]) seed.del(jobKey(child));
        await seed.exec();
        const childEnds = async () => {
          await redis.srem(`${jobKey(parent)}:dependencies`, jobKey(left));
          await redis.hset(`${jobKey(parent)}:processed`, jobKey(left), "null");
        };
        const paused = await openPausingRedis(redisUrl, { command: "smismember", nth: 1, change: childEnds });
        const known = new Set([queue, leaves]);

        const flow = await makeReader(paused, () => known).readPendingFlow([parent]);

        expect([...flow.jobs.keys()].sort()).toEqual([jobKey(gone), jobKey(parent)].sort());
        expect(flow.jobs.get(jobKey(gone))).toMatchObject({ state: "missing" });
        expect(flow.children.get(jobKey(parent))).toEqual([{ ref: gone, bucket: "unprocessed" }]);
      },
    );

    redisTest("tells of each edge in order whether it is pending now", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const [a, b, none] = ["a", "b", "none"].map((id) => ({ queue, id }));
      if (a === undefined || b === undefined || none === undefined) throw new Error("There are three.");
      await redis.sadd(`${jobKey(a)}:dependencies`, jobKey(b));
      const edges = [
        { parent: a, child: none },
        { parent: none, child: b },
        { parent: a, child: b },
      ];
      const reader = makeReader(redis, () => new Set([queue]));

      expect(await reader.stillPending(edges)).toEqual([false, false, true]);
      await redis.set(`${jobKey(none)}:dependencies`, "wrong");
      expect(await reader.stillPending(edges)).toEqual([false, false, true]);
      expect(await reader.stillPending([])).toEqual([]);
    });
  });
}
