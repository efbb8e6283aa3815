import type { Redis } from "ioredis";
import { describe, expect } from "vitest";

import type { FlowReader, WalkedJob } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { redisTest } from "./redis-test";
import { writeJob, writeParent, writePendingEdge, writeProcessedChild } from "./seed-by-hand";

type MakeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) => FlowReader;

/** More than a parent's children are read by one command. */
const processed = 10_500;
const pending = 1_500;

/** What every implementation of `FlowReader` guarantees of a walk through a whole flow, and of reading data. */
export function describeFlowReaderWalk(name: string, makeReader: MakeReader): void {
  describe(`${name} walking through flows`, () => {
    redisTest("gives each job of a large flow once, with its parent and its state", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const ref = (id: string): JobRef => ({ queue, id });
      const [root, middle, leaf] = [ref("root"), ref("middle"), ref("leaf")];
      const seed = redis.pipeline();
      for (const parent of [root, middle]) writeParent(seed, parent);
      writePendingEdge(seed, root, middle);
      writeProcessedChild(seed, middle, leaf);
      for (let index = 0; index < processed; index += 1) writeProcessedChild(seed, root, ref(`done-${index}`));
      for (let index = 0; index < pending; index += 1) {
        writeJob(seed, ref(`wait-${index}`));
        writePendingEdge(seed, root, ref(`wait-${index}`));
        seed.lpush(`${queue}:wait`, `wait-${index}`);
      }
      // Completed, and removed since.
      seed.del(jobKey(ref("done-0"))).zrem(`${queue}:completed`, "done-0");
      await seed.exec();

      const walked = await walk(
        makeReader(redis, () => new Set([queue])),
        root,
      );

      expect(walked).toHaveLength(3 + processed + pending);
      expect(new Set(walked.map(({ job }) => job.ref.id)).size).toBe(walked.length);
      const countOf = (state: string) => walked.filter(({ job }) => job.state === state).length;
      expect([countOf("completed"), countOf("waiting"), countOf("waiting-children")]).toEqual([
        processed + 1,
        pending,
        2,
      ]);
      expect(walked[0]).toMatchObject({ job: { ref: root }, parent: null });
      expect(walked.find(({ job }) => job.ref.id === "leaf")?.parent).toEqual(middle);
    });

    redisTest("ends a walk at a job that is listed by its own child", async ({ redis, prefix }) => {
      const [root, child] = [
        { queue: `${prefix}:q`, id: "root" },
        { queue: `${prefix}:q`, id: "child" },
      ];
      const seed = redis.pipeline();
      for (const job of [root, child]) writeParent(seed, job);
      writePendingEdge(seed, root, child);
      writePendingEdge(seed, child, root);
      await seed.exec();

      const walked = await walk(
        makeReader(redis, () => new Set([root.queue])),
        root,
      );

      expect(walked.map(({ job, parent }) => [job.ref.id, parent?.id ?? null])).toEqual([
        ["root", null],
        ["child", "root"],
      ]);
    });

    redisTest("reads the data of many jobs in order, and measures what is too long", async ({ redis, prefix }) => {
      const ref = (id: string): JobRef => ({ queue: `${prefix}:q`, id });
      const long = `"${"x".repeat(70_000)}"`;
      const seed = redis.pipeline();
      writeJob(seed, ref("a"), { data: '{"orderId":1}' });
      writeJob(seed, ref("b"), { data: long });
      await seed.exec();

      const data = await makeReader(redis, () => new Set()).readData([ref("b"), ref("gone"), ref("a")]);

      expect(data).toEqual([
        { text: null, bytes: long.length, truncated: true },
        { text: null, bytes: 0, truncated: false },
        { text: '{"orderId":1}', bytes: 13, truncated: false },
      ]);
    });
  });
}

async function walk(reader: FlowReader, root: JobRef): Promise<readonly WalkedJob[]> {
  const walked: WalkedJob[] = [];
  for await (const jobs of reader.walkJobs(root)) walked.push(...jobs);
  return walked;
}
