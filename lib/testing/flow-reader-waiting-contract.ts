import type { Redis } from "ioredis";
import { describe, expect } from "vitest";

import type { FlowReader, WaitingParents } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { redisTest } from "./redis-test";
import { writeJob, writeParent, writePendingEdge } from "./seed-by-hand";

type MakeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) => FlowReader;

const request = { parentsMax: 100, pendingMax: 3, jobsMax: 100 };

/** What every implementation of `FlowReader` guarantees of the parents that wait for children. */
export function describeFlowReaderWaiting(name: string, makeReader: MakeReader): void {
  describe(`${name} on waiting parents`, () => {
    redisTest("names all few children of each parent, and what is to be read whole", async ({ redis, prefix }) => {
      const place = await seedParents(redis, prefix);
      const reader = makeReader(redis, () => new Set([place.orders, place.payments]));

      const found = await reader.readWaitingParents(place.orders, request);

      const edges = Object.fromEntries(edgesOf(found).map(({ parent, children }) => [parent.id, idsOf(children)]));
      expect(edges).not.toHaveProperty("wide");
      expect(edges).toMatchObject({
        quiet: ["held", "repeat:nightly:1", "waits"],
        troubled: ["gone", "lost", "runs"],
      });
      expect(found.truncated).toBe(false);
      const seen = await seeAll(reader, found);
      expect(Object.fromEntries([...seen.values()].map(({ ref, state }) => [ref.id, state]))).toMatchObject({
        quiet: "waiting-children",
        troubled: "waiting-children",
        wide: "waiting-children",
        marked: "waiting-children",
        waits: "waiting",
        "repeat:nightly:1": "waiting",
        held: "waiting",
        runs: "active",
        gone: "missing",
        lost: "none",
      });
      expect(seen.get(jobKey({ queue: place.orders, id: "wide" }))?.children.unprocessed).toBe(4);
      expect(seen.get(jobKey({ queue: place.orders, id: "marked" }))?.deferredFailure).toBe("child failed");
      expect(seen.get(jobKey({ queue: place.payments, id: "held" }))?.inPausedList).toBe(true);
    });

    redisTest(
      "takes the newest ones within its bounds, and says that others were left out",
      async ({ redis, prefix }) => {
        const queue = `${prefix}:orders`;
        const seed = redis.pipeline();
        for (let index = 0; index < 1_300; index += 1) {
          const [parent, child] = [
            { queue, id: `p${index}` },
            { queue, id: `c${index}` },
          ];
          writeJob(seed, parent);
          writeJob(seed, child);
          writePendingEdge(seed, parent, child);
          seed.zadd(`${queue}:waiting-children`, index, parent.id).lpush(`${queue}:wait`, child.id);
        }
        await seed.exec();
        const reader = makeReader(redis, () => new Set([queue]));

        const all = await reader.readWaitingParents(queue, { parentsMax: 5_000, pendingMax: 50, jobsMax: 50_000 });
        const newest = await reader.readWaitingParents(queue, { parentsMax: 2, pendingMax: 50, jobsMax: 50_000 });
        const few = await reader.readWaitingParents(queue, { parentsMax: 5_000, pendingMax: 50, jobsMax: 500 });

        expect(edgesOf(all)).toHaveLength(1_300);
        expect(all.truncated).toBe(false);
        expect(edgesOf(newest).map(({ parent, children }) => [parent.id, idsOf(children)])).toEqual([
          ["p1299", ["c1299"]],
          ["p1298", ["c1298"]],
        ]);
        expect(newest.truncated).toBe(true);
        expect(few.truncated).toBe(true);
        expect((await seeAll(reader, few)).size).toBeLessThanOrEqual(1_200);
      },
    );
  });
}

/** Two parents of few children, one of too many, one that is marked to fail; children in every kind of place. */
async function seedParents(redis: Redis, prefix: string) {
  const [orders, payments] = [`${prefix}:orders`, `${prefix}:payments`];
  const seed = redis.pipeline();
  const children = {
    quiet: ["waits", "repeat:nightly:1", "held"],
    troubled: ["runs", "gone", "lost"],
    wide: ["w1", "w2", "w3", "w4"],
    marked: ["m1"],
  };
  for (const [id, own] of Object.entries(children)) {
    const parent = { queue: orders, id };
    writeParent(seed, parent);
    for (const child of own) {
      writeJob(seed, { queue: payments, id: child });
      writePendingEdge(seed, parent, { queue: payments, id: child });
    }
  }
  seed.hset(`${payments}:meta`, "opts.maxLenEvents", "10000");
  seed.hset(jobKey({ queue: orders, id: "marked" }), "defa", "child failed");
  seed.del(jobKey({ queue: payments, id: "gone" }));
  seed.hset(jobKey({ queue: payments, id: "runs" }), "processedOn", "2");
  seed.lpush(`${payments}:active`, "runs");
  seed.lpush(`${payments}:wait`, "waits", "repeat:nightly:1", "w1", "w2", "w3", "w4", "m1");
  seed.lpush(`${payments}:paused`, "held");
  await seed.exec();
  return { orders, payments };
}

function edgesOf({ roots, edges }: WaitingParents): WaitingParents["edges"] {
  return [
    ...roots.map(({ job, children }) => ({ parent: job.ref, children: children.map(({ ref }) => ref) })),
    ...edges,
  ];
}

async function seeAll(reader: FlowReader, { roots, jobs, unread }: WaitingParents) {
  const whole = await reader.readJobs(unread);
  const waiting = roots.flatMap(({ job, children }) => [job, ...children]);
  return new Map([...waiting, ...jobs, ...whole].map((job): [string, JobReading] => [jobKey(job.ref), job]));
}

function idsOf(refs: readonly JobRef[]): readonly string[] {
  return refs.map(({ id }) => id).toSorted();
}
