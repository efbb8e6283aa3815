import type { Redis } from "ioredis";
import { describe, expect } from "vitest";

import type { FlowReader } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { redisTest } from "./redis-test";
import { writeJob, writeParent, writePendingEdge, writeProcessedChild } from "./seed-by-hand";

type MakeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) => FlowReader;

/** What every implementation of `FlowReader` guarantees of flows that are large, deep or tied up. */
export function describeFlowReaderBounds(name: string, makeReader: MakeReader): void {
  describe(`${name} on large flows`, () => {
    redisTest(
      "finds a stuck job far down although finished jobs alone exceed what is read",
      async ({ redis, prefix }) => {
        const queue = `${prefix}:q`;
        const root = { queue, id: "root" };
        const seed = redis.pipeline();
        writeParent(seed, root);
        for (let parent = 0; parent < 3; parent += 1) {
          const middle = { queue, id: `middle-${parent}` };
          writeParent(seed, middle);
          writePendingEdge(seed, root, middle);
          for (let index = 0; index < 4_500; index += 1)
            writeProcessedChild(seed, middle, { queue, id: `${parent}-${index}` });
        }
        const stuck = writeChain(seed, { queue, id: "middle-2" }, 4).at(-1) ?? root;
        seed.zrem(`${queue}:waiting-children`, stuck.id).lpush(`${queue}:active`, stuck.id);
        await seed.exec();

        const flow = await makeReader(redis, () => new Set([queue])).readFlow(root);

        expect(flow.jobs.get(jobKey(stuck))).toMatchObject({ state: "active", lock: null });
        expect(flow.jobs.size).toBeLessThanOrEqual(limits.flowJobsMax);
        expect(flow.jobs.get(jobKey({ queue, id: "middle-0" }))?.children.processed).toBe(4_500);
        expect(flow).toMatchObject({ exact: false });
        expect(flow.cut.size).toBeGreaterThan(0);
      },
    );

    redisTest("reads 2,000 finished children whole, and again the same", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const root = { queue, id: "root" };
      const seed = redis.pipeline();
      writeParent(seed, root);
      for (let index = 0; index < 2_000; index += 1) writeProcessedChild(seed, root, { queue, id: `c${index}` });
      await seed.exec();
      const reader = makeReader(redis, () => new Set([queue]));

      const first = await reader.readFlow(root);
      const second = await reader.readFlow(root);

      expect(first).toMatchObject({ exact: true, cut: new Set() });
      expect(first.children.get(jobKey(root))).toHaveLength(2_000);
      expect([...first.jobs.values()].filter((job) => job.state === "completed")).toHaveLength(2_000);
      expect([...second.jobs.keys()]).toEqual([...first.jobs.keys()]);
    });

    redisTest("walks a chain of 2,000 down and up", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const root = { queue, id: "root" };
      const seed = redis.pipeline();
      writeParent(seed, root);
      const chain = writeChain(seed, root, 2_000);
      await seed.exec();
      const reader = makeReader(redis, () => new Set([queue]));

      const flow = await reader.readFlow(root);
      const { chain: ancestors } = await reader.readAncestors(chain.at(-1) ?? root);

      expect(flow).toMatchObject({ exact: true });
      expect(flow.jobs.size).toBe(2_001);
      expect(ancestors.map((job) => job.ref.id)).toEqual(["root", ...chain.map((ref) => ref.id)]);
    });

    redisTest("tells waiting from lost in the middle of long lists", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const seed = redis.pipeline();
      for (let index = 0; index < 12_000; index += 1)
        seed.lpush(`${queue}:wait`, `w${index}`).lpush(`${queue}:active`, `a${index}`);
      const refs = ["w6000", "a6000", "w0", "w11999", "lost"].map((id) => ({ queue, id }));
      for (const ref of refs) writeJob(seed, ref);
      await seed.exec();
      const reader = makeReader(redis, () => new Set([queue]));

      for (const _ of ["first", "again"]) {
        const jobs = await reader.readJobs(refs);
        expect(jobs.map((job) => job.state)).toEqual(["waiting", "active", "waiting", "waiting", "none"]);
      }
    });
  });

  describe(`${name} on flows that are tied up`, () => {
    redisTest("ends at a job that is its own parent", async ({ redis, prefix }) => {
      const self = { queue: `${prefix}:q`, id: "self" };
      const seed = redis.pipeline();
      writeParent(seed, self);
      writePendingEdge(seed, self, self);
      await seed.exec();
      const reader = makeReader(redis, () => new Set([self.queue]));

      const flow = await reader.readFlow(self);

      expect(flow.jobs.get(jobKey(self))?.damaged).toContain("cycle");
      expect(flow.jobs.size).toBe(1);
      expect(await reader.readAncestors(self)).toMatchObject({ cycle: true, chain: [{ ref: self }] });
    });

    redisTest(
      "shows a child that two parents list below one of them, and says that the other is cut",
      async ({ redis, prefix }) => {
        const queue = `${prefix}:q`;
        const ref = (id: string): JobRef => ({ queue, id });
        const [root, left, right, shared] = [ref("root"), ref("left"), ref("right"), ref("shared")] as const;
        const seed = redis.pipeline();
        for (const job of [root, left, right, shared]) writeParent(seed, job);
        for (const [parent, child] of [
          [root, left],
          [root, right],
          [left, shared],
          [right, shared],
        ] as const)
          writePendingEdge(seed, parent, child);
        await seed.exec();

        const flow = await makeReader(redis, () => new Set([queue])).readFlow(root);

        const above = [left, right].filter((job) => flow.children.has(jobKey(job)));
        expect(above).toHaveLength(1);
        expect(flow.cut).toEqual(
          new Set([left, right].filter((job) => !above.includes(job)).map((job) => jobKey(job))),
        );
        expect(flow).toMatchObject({ exact: false });
      },
    );

    redisTest("does not take a parent's word for a child that runs again", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const [root, child] = [
        { queue, id: "root" },
        { queue, id: "child" },
      ];
      const seed = redis.pipeline();
      writeParent(seed, root);
      writeProcessedChild(seed, root, child);
      seed
        .hdel(jobKey(child), "finishedOn", "returnvalue")
        .zrem(`${queue}:completed`, child.id)
        .lpush(`${queue}:wait`, child.id);
      await seed.exec();

      const flow = await makeReader(redis, () => new Set([queue])).readFlow(root);

      expect(flow.jobs.get(jobKey(child))?.state).toBe("waiting");
    });

    redisTest("reads several flows at once, pending children only", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const [one, two] = [
        { queue, id: "one" },
        { queue, id: "two" },
      ];
      const seed = redis.pipeline();
      for (const root of [one, two]) {
        const child = { queue, id: `${root.id}-child` };
        writeParent(seed, root);
        writeJob(seed, child);
        writePendingEdge(seed, root, child);
        writeProcessedChild(seed, root, { queue, id: `${root.id}-done` });
        seed.lpush(`${queue}:wait`, child.id);
      }
      await seed.exec();

      const flow = await makeReader(redis, () => new Set([queue])).readPendingFlow([one, two]);

      expect(Object.fromEntries([...flow.jobs.values()].map((job) => [job.ref.id, job.state]))).toEqual({
        one: "waiting-children",
        two: "waiting-children",
        "one-child": "waiting",
        "two-child": "waiting",
      });
      expect(flow.cut.size).toBe(0);
    });
  });
}

/** A chain of waiting parents below `top`, top first; gives its links. */
function writeChain(commands: ReturnType<Redis["pipeline"]>, top: JobRef, length: number): readonly JobRef[] {
  const chain: JobRef[] = [];
  let parent = top;
  for (let index = 0; index < length; index += 1) {
    const link = { queue: top.queue, id: `link-${index}` };
    writeParent(commands, link);
    writePendingEdge(commands, parent, link);
    chain.push(link);
    parent = link;
  }
  return chain;
}
