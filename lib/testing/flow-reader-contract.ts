import type { Redis } from "ioredis";
import { describe, expect } from "vitest";

import type { FlowReader } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { generations } from "./bullmq-generations";
import { redisTest } from "./redis-test";
import { oddIds, seedMixedFlow } from "./seed-mixed-flow";

type MakeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) => FlowReader;

/** BullMQ's `wait` is our `waiting`; all else is spelled alike. */
const ours = new Map([["wait", "waiting"]]);

/** What every implementation of `FlowReader` guarantees, held against BullMQ's own word on real data. */
export function describeFlowReader(name: string, makeReader: MakeReader): void {
  describe.each(generations)(`${name} on $name workers`, (generation) => {
    redisTest(
      "reads a whole flow with the states, locks and counts that BullMQ itself tells",
      async ({ redis, redisUrl, prefix }) => {
        const flow = await seedMixedFlow(generation, redisUrl, prefix);
        const [orders, payments] = [`${prefix}:orders`, `${prefix}:payments`];
        const reader = makeReader(redis, () => new Set([orders, payments]));

        const reading = await reader.readFlow({ queue: orders, id: "order-1" });

        const ids = ["held", "broke", "ignored", "later", ...oddIds];
        expect([...reading.jobs.values()].map((job) => job.ref.id).sort()).toEqual(["order-1", ...ids].sort());
        for (const job of reading.jobs.values()) {
          const state = await flow.stateOf(job.ref.queue === orders ? "orders" : "payments", job.ref.id);
          expect([job.ref.id, job.state]).toEqual([job.ref.id, ours.get(state) ?? state]);
        }
        expect(reading).toMatchObject({ exact: true, root: { id: "order-1" } });
        expect(reading.jobs.get(jobKey({ queue: orders, id: "order-1" }))).toMatchObject({
          state: "waiting-children",
          children: { processed: oddIds.length, unprocessed: 3, ignored: 1, failed: 0 },
        });
        await flow.close();
      },
    );

    redisTest(
      "reads the held lock without its token: holder, time left, progress and log",
      async ({ redis, redisUrl, prefix }) => {
        const flow = await seedMixedFlow(generation, redisUrl, prefix);
        const ref = { queue: `${prefix}:payments`, id: "held" };
        const reader = makeReader(redis, () => new Set([ref.queue]));
        const token = await redis.get(`${jobKey(ref)}:lock`);

        const [job] = await reader.readJobs([ref]);
        const detail = await reader.readJobRaw(ref);
        const logs = await reader.readLogs(ref, { cursor: null, limit: 10 });

        expect(job).toMatchObject({
          state: "active",
          processedBy: "payments-1",
          progress: "40",
          parent: { ref: { id: "order-1" }, policy: "none" },
        });
        expect(job?.lock?.ttlMs).toBeGreaterThan(0);
        expect(job?.lock?.ttlMs).toBeLessThanOrEqual(3_000);
        expect(JSON.stringify([job, [...(detail?.raw ?? [])]])).not.toContain(token);
        expect(logs).toEqual({ items: ["charging"], total: 1, cursor: null });
        await flow.close();
      },
    );

    redisTest("climbs from any job to its true root by the stored parent", async ({ redis, redisUrl, prefix }) => {
      const flow = await seedMixedFlow(generation, redisUrl, prefix);
      const reader = makeReader(redis, () => new Set());
      const { chain, cycle } = await reader.readAncestors({ queue: `${prefix}:payments`, id: oddIds[0] ?? "" });
      expect(chain.map((job) => job.ref.id)).toEqual(["order-1", oddIds[0]]);
      expect(cycle).toBe(false);
      await flow.close();
    });

    redisTest(
      "pages through the children, failed ones first, each of them once",
      async ({ redis, redisUrl, prefix }) => {
        const flow = await seedMixedFlow(generation, redisUrl, prefix);
        const reader = makeReader(redis, () => new Set([`${prefix}:payments`]));
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page = await reader.listChildren({ queue: `${prefix}:orders`, id: "order-1" }, { cursor, limit: 3 });
          expect(page.total).toBe(oddIds.length + 4);
          expect(page.items.length).toBeLessThanOrEqual(3);
          seen.push(...page.items.map((edge) => edge.ref.id));
          cursor = page.cursor;
        } while (cursor !== null);
        expect(seen[0]).toBe("ignored");
        expect(seen.toSorted()).toEqual(["broke", "held", "ignored", "later", ...oddIds].toSorted());
        await flow.close();
      },
    );

    redisTest("counts a queue's jobs and names its workers", async ({ redis, redisUrl, prefix }) => {
      const flow = await seedMixedFlow(generation, redisUrl, prefix);
      const reader = makeReader(redis, () => new Set());
      const [queue] = await reader.readQueues([`${prefix}:payments`]);
      expect(queue).toMatchObject({
        paused: false,
        counts: { active: 1, failed: 2, delayed: 1, completed: oddIds.length },
        workers: [{ name: "payments-1" }],
      });
      await flow.close();
    });
  });

  describe(`${name} on damaged and odd data`, () => {
    redisTest("says that a job is missing, and that one in no collection is in none", async ({ redis, prefix }) => {
      const reader = makeReader(redis, () => new Set());
      await redis.hset(`${prefix}:q:lost`, { name: "x", timestamp: "1", data: "{}", opts: "{}" });
      await redis.lpush(`${prefix}:q:active`, "gone");
      const jobs = await reader.readJobs([
        { queue: `${prefix}:q`, id: "gone" },
        { queue: `${prefix}:q`, id: "lost" },
      ]);
      expect(jobs.map((job) => job.state)).toEqual(["missing", "none"]);
    });

    redisTest(
      "reads on where JSON is broken or a key has the wrong type, and names the damage",
      async ({ redis, prefix }) => {
        const reader = makeReader(redis, () => new Set());
        const queue = `${prefix}:q`;
        await redis.hset(`${queue}:bad`, {
          name: "x",
          timestamp: "1",
          data: "{",
          opts: "[".repeat(100_000),
          parent: "{no",
          parentKey: "x",
        });
        await redis.lpush(`${queue}:wait`, "bad", "good");
        await redis.hset(`${queue}:good`, { name: "y", timestamp: "1", data: "{}", opts: "{}" });
        await redis.set(`${queue}:text`, "no hash");
        await redis.set(`${queue}:completed`, "no zset");

        const [bad, good, text] = await reader.readJobs([
          { queue, id: "bad" },
          { queue, id: "good" },
          { queue, id: "text" },
        ]);

        expect(bad).toMatchObject({ state: "waiting", name: "x" });
        expect(bad?.damaged).toEqual(expect.arrayContaining(["bad-opts-json", "bad-parent-json"]));
        expect(good).toMatchObject({ state: "waiting", name: "y" });
        expect(text).toMatchObject({ damaged: expect.arrayContaining(["wrong-type"]) });
        expect(await reader.readJobRaw({ queue, id: "bad" })).toMatchObject({ job: { name: "x" } });
      },
    );

    redisTest("ends at a cycle made by hand and marks it", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      for (const [id, parent] of [
        ["a", "b"],
        ["b", "a"],
      ] as const) {
        await redis.hset(`${queue}:${id}`, {
          name: id,
          timestamp: "1",
          opts: "{}",
          parentKey: `${queue}:${parent}`,
          parent: JSON.stringify({ queueKey: queue, id: parent }),
        });
        await redis.sadd(`${queue}:${parent}:dependencies`, `${queue}:${id}`);
        await redis.zadd(`${queue}:waiting-children`, 1, id);
      }
      const reader = makeReader(redis, () => new Set([queue]));

      expect(await reader.readAncestors({ queue, id: "a" })).toMatchObject({ cycle: true });
      const flow = await reader.readFlow({ queue, id: "a" });
      expect(flow.jobs.size).toBe(2);
      expect(flow.jobs.get(jobKey({ queue, id: "a" }))?.damaged).toContain("cycle");
    });

    redisTest(
      "counts more pending children than it reads, and never misses the active one",
      async ({ redis, prefix }) => {
        const queue = `${prefix}:q`;
        const count = limits.childrenPerParentMax + 2_500;
        const pipeline = redis.pipeline();
        pipeline
          .hset(`${queue}:root`, { name: "root", timestamp: "1", opts: "{}" })
          .zadd(`${queue}:waiting-children`, 1, "root");
        for (let index = 0; index < count; index += 1) {
          pipeline.hset(`${queue}:c${index}`, {
            name: "c",
            timestamp: "1",
            opts: "{}",
            parentKey: `${queue}:root`,
            parent: JSON.stringify({ queueKey: queue, id: "root" }),
          });
          pipeline.sadd(`${queue}:root:dependencies`, `${queue}:c${index}`);
          if (index !== 1_777) pipeline.lpush(`${queue}:wait`, `c${index}`);
        }
        pipeline.lpush(`${queue}:active`, "c1777").set(`${queue}:c1777:lock`, "w:1", "PX", 60_000);
        await pipeline.exec();
        const reader = makeReader(redis, () => new Set([queue]));

        const flow = await reader.readPendingFlow([{ queue, id: "root" }]);

        expect(flow.jobs.get(jobKey({ queue, id: "root" }))?.children.unprocessed).toBe(count);
        expect(flow.jobs.get(jobKey({ queue, id: "c1777" }))).toMatchObject({ state: "active" });
        expect(flow.cut.has(jobKey({ queue, id: "root" }))).toBe(true);
        expect(flow.exact).toBe(false);
      },
    );
  });
}
