import type { Redis } from "ioredis";
import { describe, expect } from "vitest";

import type { FlowReader } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { redisTest } from "./redis-test";
import { writeJob, writeParent, writePendingEdge } from "./seed-by-hand";

type MakeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) => FlowReader;

const nobody = () => new Set<string>();
const firstPage = { cursor: null, limit: 2 };

/** What every implementation of `FlowReader` guarantees of one job's details, however large or damaged. */
export function describeFlowReaderDetails(name: string, makeReader: MakeReader): void {
  describe(`${name} on one job's details`, () => {
    redisTest("measures payloads over the bound and leaves them in Redis", async ({ redis, prefix }) => {
      const ref = { queue: `${prefix}:q`, id: "large" };
      const seed = redis.pipeline();
      writeJob(seed, ref, { data: "x".repeat(limits.payloadBytesMax + 1), returnvalue: "€", opts: '{"attempts":3}' });
      await seed.exec();

      const payloads = await makeReader(redis, nobody).readPayloads(ref);

      expect(payloads).toEqual({
        data: { text: null, bytes: limits.payloadBytesMax + 1, truncated: true },
        returnValue: { text: "€", bytes: 3, truncated: false },
        options: { text: '{"attempts":3}', bytes: 14, truncated: false },
      });
    });

    redisTest("gives a job's other fields, cut to a bound, and the keys that exist", async ({ redis, prefix }) => {
      const ref = { queue: `${prefix}:q`, id: "job" };
      const seed = redis.pipeline();
      writeJob(seed, ref, {
        failedReason: "r".repeat(20_000),
        stacktrace: "s".repeat(100_000),
        data: "canary",
        returnvalue: "canary",
      });
      seed.zadd(`${ref.queue}:failed`, 1, ref.id).rpush(`${jobKey(ref)}:logs`, "one");
      await seed.exec();

      const detail = await makeReader(redis, nobody).readJobRaw(ref);

      expect(detail?.job).toMatchObject({ state: "failed", damaged: [] });
      expect(detail?.job.failedReason?.length).toBe(limits.textMax + 1);
      expect([...(detail?.raw.keys() ?? [])].toSorted()).toEqual([
        "delay",
        "failedReason",
        "name",
        "opts",
        "priority",
        "stacktrace",
        "timestamp",
      ]);
      expect(detail?.raw.get("stacktrace")).toBe("(100000 bytes, not read)");
      expect(detail?.raw.get("failedReason")?.length).toBe(10_001);
      expect(detail?.keys).toEqual([jobKey(ref), `${jobKey(ref)}:logs`]);
      expect(JSON.stringify([...(detail?.raw ?? [])])).not.toContain("canary");
    });

    redisTest("says of a job that is not there that it is not there", async ({ redis, prefix }) => {
      const ref = { queue: `${prefix}:q`, id: "gone" };
      const reader = makeReader(redis, nobody);
      expect(await reader.readJobRaw(ref)).toBeNull();
      expect(await reader.readPayloads(ref)).toBeNull();
      expect(await reader.readLogs(ref, firstPage)).toEqual({ items: [], total: 0, cursor: null });
      expect(await reader.listChildren(ref, firstPage)).toEqual({ items: [], total: 0, cursor: null });
    });

    redisTest("bears the wrong type in every key of a job and its queue", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const ref = { queue, id: "job" };
      const parts = ["lock", "logs", "dependencies", "processed", "failed", "unsuccessful"].map(
        (part) => `${jobKey(ref)}:${part}`,
      );
      const lists = [
        "wait",
        "paused",
        "active",
        "completed",
        "failed",
        "delayed",
        "prioritized",
        "waiting-children",
        "meta",
        "limiter",
        "events",
      ];
      const seed = redis.pipeline();
      writeJob(seed, ref);
      for (const key of [...parts, ...lists.map((list) => `${queue}:${list}`)]) seed.xadd(key, "*", "wrong", "type");
      await seed.exec();
      const reader = makeReader(redis, () => new Set([queue]));

      expect(await reader.readJobs([ref])).toMatchObject([{ name: "job", lock: null, damaged: ["wrong-type"] }]);
      expect(await reader.readFlow(ref)).toMatchObject({ exact: true });
      expect(await reader.readQueues([queue])).toMatchObject([{ counts: { active: 0 }, damaged: ["wrong-type"] }]);
      expect(await reader.listJobs(queue, { state: "failed", ...firstPage })).toEqual({
        items: [],
        total: 0,
        cursor: null,
      });
      expect(await reader.listJobs(queue, { state: "waiting", ...firstPage })).toEqual({
        items: [],
        total: 0,
        cursor: null,
      });
      expect(await reader.readLogs(ref, firstPage)).toEqual({ items: [], total: 0, cursor: null });
      expect(await reader.listChildren(ref, firstPage)).toEqual({ items: [], total: 0, cursor: null });
      expect(await reader.readJobRaw(ref)).toMatchObject({ job: { name: "job" } });
    });

    redisTest("pages through a log, oldest line first, and cuts long lines", async ({ redis, prefix }) => {
      const ref = { queue: `${prefix}:q`, id: "job" };
      const seed = redis.pipeline();
      writeJob(seed, ref);
      seed.rpush(`${jobKey(ref)}:logs`, "one", "two", "x".repeat(limits.logLineMax + 5));
      await seed.exec();
      const reader = makeReader(redis, nobody);

      const first = await reader.readLogs(ref, firstPage);
      const second = await reader.readLogs(ref, { ...firstPage, cursor: first.cursor });

      expect(first).toMatchObject({ items: ["one", "two"], total: 3 });
      expect(second).toMatchObject({ total: 3, cursor: null });
      expect(second.items[0]).toBe(`${"x".repeat(limits.logLineMax)}…`);
    });

    redisTest("puts pending children that are gone or failed before those that wait", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const parent = { queue, id: "parent" };
      const seed = redis.pipeline();
      writeParent(seed, parent);
      for (const [id, fields] of [
        ["a-waits", {}],
        ["b-works", { processedOn: "1" }],
        ["c-failed", { processedOn: "1", finishedOn: "2" }],
      ] as const) {
        writeJob(seed, { queue, id }, fields);
        writePendingEdge(seed, parent, { queue, id });
      }
      seed.sadd(`${jobKey(parent)}:dependencies`, `${queue}:d-gone`);
      await seed.exec();

      const { items } = await makeReader(redis, () => new Set([queue])).listChildren(parent, {
        cursor: null,
        limit: 10,
      });

      expect(items.map((edge) => edge.ref.id)).toEqual(["d-gone", "c-failed", "b-works", "a-waits"]);
    });

    redisTest("decodes what BullMQ 4 and early 5 call attempts and stalls", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const seed = redis.pipeline();
      writeJob(
        seed,
        { queue, id: "four" },
        { attemptsMade: "2", stalledCounter: "1", opts: '{"attempts":5,"backoff":{"type":"fixed"}}' },
      );
      writeJob(seed, { queue, id: "six" }, { ats: "3", atm: "2", stc: "4", defa: "doomed", pb: "worker-1" });
      seed.lpush(`${queue}:wait`, "four", "six");
      await seed.exec();

      const jobs = await makeReader(redis, nobody).readJobs([
        { queue, id: "four" },
        { queue, id: "six" },
      ]);

      expect(jobs).toMatchObject([
        { attempts: { made: 2, started: 2, max: 5 }, stalls: 1, hasBackoff: true, deferredFailure: null },
        { attempts: { made: 2, started: 3, max: 1 }, stalls: 4, deferredFailure: "doomed", processedBy: "worker-1" },
      ]);
    });

    redisTest("climbs past nothing: a missing parent and a hostile one end the way up", async ({ redis, prefix }) => {
      const queue = `${prefix}:q`;
      const seed = redis.pipeline();
      writeJob(
        seed,
        { queue, id: "orphan" },
        { parentKey: `${queue}:gone`, parent: JSON.stringify({ id: "gone", queueKey: queue }) },
      );
      writeJob(seed, { queue, id: "hostile" }, { parentKey: "x", parent: "[".repeat(100_000) });
      seed.lpush(`${queue}:wait`, "orphan", "hostile");
      await seed.exec();
      const reader = makeReader(redis, nobody);

      for (const id of ["orphan", "hostile"]) {
        expect(await reader.readAncestors({ queue, id })).toMatchObject({ cycle: false, chain: [{ ref: { id } }] });
      }
    });
  });
}
