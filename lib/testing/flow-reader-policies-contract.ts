import type { Redis } from "ioredis";
import { describe, expect } from "vitest";

import type { FlowReader } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";

import { generations } from "./bullmq-generations";
import { openBullmqPlace } from "./open-bullmq-place";
import { redisTest } from "./redis-test";

type MakeReader = (redis: Redis, knownQueues: () => ReadonlySet<string>) => FlowReader;

const nobody = () => new Set<string>();
const oddPrefixes = [
  (own: string) => `{${own}}`,
  (own: string) => `${own}:b`,
  (own: string) => `${own}p*q`,
  (own: string) => `a b/${own}`,
];

/** What every implementation of `FlowReader` guarantees of prefixes, failure policies, pauses and lists that BullMQ makes. */
export function describeFlowReaderPolicies(name: string, makeReader: MakeReader): void {
  describe.each(generations)(`${name} on what $name makes`, (generation) => {
    redisTest(
      "cuts keys right under odd prefixes, in queues that nobody told it of",
      async ({ redis, redisUrl, prefix }) => {
        for (const toPrefix of oddPrefixes) {
          const own = toPrefix(prefix);
          const place = openBullmqPlace(generation, redisUrl, own);
          const id = "repeat:nightly:1795408454482";
          await place.addFlow({
            name: "root",
            queueName: "orders",
            opts: { jobId: "r" },
            children: [{ name: "tick", queueName: "ticks", opts: { jobId: id } }],
          });
          const root = { queue: `${own}:orders`, id: "r" };

          const flow = await makeReader(redis, nobody).readFlow(root);

          expect(flow.children.get(jobKey(root))).toEqual([
            { ref: { queue: `${own}:ticks`, id }, bucket: "unprocessed" },
          ]);
          expect(flow.jobs.get(jobKey({ queue: `${own}:ticks`, id }))).toMatchObject({
            name: "tick",
            state: "waiting",
          });
        }
      },
    );

    redisTest(
      "shows children that BullMQ removed on completion as completed, without a name",
      async ({ redis, redisUrl, prefix }) => {
        const place = openBullmqPlace(generation, redisUrl, prefix);
        await place.addFlow({
          name: "root",
          queueName: "orders",
          opts: { jobId: "r" },
          children: [
            { name: "brief", queueName: "mail", opts: { jobId: "gone", removeOnComplete: true } },
            { name: "late", queueName: "later", opts: { jobId: "late" } },
          ],
        });
        await place.runUntil("mail", { completed: 1 });

        const root = { queue: `${prefix}:orders`, id: "r" };
        const flow = await makeReader(redis, nobody).readFlow(root);

        expect(flow.jobs.get(jobKey({ queue: `${prefix}:mail`, id: "gone" }))).toMatchObject({
          state: "completed",
          name: null,
          damaged: [],
        });
        expect(flow).toMatchObject({ exact: true });
      },
    );

    redisTest(
      "tells each failure policy and the collection that a failed child went to",
      async ({ redis, redisUrl, prefix }) => {
        const place = openBullmqPlace(generation, redisUrl, prefix);
        const policies = {
          none: {},
          ignore: { ignoreDependencyOnFailure: true },
          remove: { removeDependencyOnFailure: true },
          continue: { continueParentOnFailure: true },
          "fail-parent": { failParentOnFailure: true },
        };
        for (const [policy, opts] of Object.entries(policies)) {
          const children = [
            { name: "breaks", queueName: "mail", opts: { jobId: policy, ...opts } },
            { name: "late", queueName: "later", opts: { jobId: `late-${policy}` } },
          ];
          await place.addFlow({ name: "root", queueName: "orders", opts: { jobId: `root-${policy}` }, children });
        }
        await place.runUntil("mail", { failed: 5 });
        const reader = makeReader(redis, nobody);
        const found: Record<string, unknown> = {};
        for (const policy of Object.keys(policies)) {
          const [job] = await reader.readJobs([{ queue: `${prefix}:mail`, id: policy }]);
          const { children } = await reader.readFlow({ queue: `${prefix}:orders`, id: `root-${policy}` });
          const edge = [...children.values()].flat().find(({ ref }) => ref.id === policy);
          found[policy] = [job?.state, job?.parent?.policy, edge?.bucket ?? null];
        }

        expect(found).toEqual({
          none: ["failed", "none", "unprocessed"],
          ignore: ["failed", "ignore", "ignored"],
          remove: ["failed", "remove", null],
          continue: ["failed", "continue", "ignored"],
          "fail-parent": ["failed", "fail-parent", "failed"],
        });
      },
    );

    redisTest(
      "counts jobs of a paused queue as waiting, and says where they lie",
      async ({ redis, redisUrl, prefix }) => {
        const place = openBullmqPlace(generation, redisUrl, prefix);
        const queue = place.openQueue("mail");
        await queue.add("letter", {}, { jobId: "l" });
        await queue.pause();
        const reader = makeReader(redis, nobody);
        const isFive = generation.name === "BullMQ 5";

        const [reading] = await reader.readQueues([`${prefix}:mail`]);
        const [job] = await reader.readJobs([{ queue: `${prefix}:mail`, id: "l" }]);
        const list = await reader.listJobs(`${prefix}:mail`, { state: "waiting", cursor: null, limit: 10 });

        expect(reading).toMatchObject({ paused: true, pausedListLength: isFive ? 1 : 0, counts: { waiting: 1 } });
        expect(reading?.bullmqVersion).toMatch(isFive ? /^5\./ : /^6\./);
        expect(reading?.oldestWaitingMs).toBeGreaterThanOrEqual(0);
        expect(job).toMatchObject({ state: "waiting", inPausedList: isFive });
        expect(list).toEqual({ items: [{ queue: `${prefix}:mail`, id: "l" }], total: 1, cursor: null });
      },
    );

    redisTest(
      "pages through each state's jobs, newest first, and bears any cursor",
      async ({ redis, redisUrl, prefix }) => {
        const place = openBullmqPlace(generation, redisUrl, prefix);
        const queue = place.openQueue("mail");
        const ids = ["1st", "2nd", "3rd", "4th", "5th"];
        for (const id of ids) await queue.add("letter", {}, { jobId: id });
        for (const [index, id] of ids.entries())
          await queue.add("letter", {}, { jobId: `d${id}`, delay: 3_600_000 + index * 1_000 });
        for (const [index, id] of ids.entries())
          await queue.add("letter", {}, { jobId: `p${id}`, priority: index + 1 });
        const reader = makeReader(redis, nobody);
        const listAll = async (state: "waiting" | "delayed" | "prioritized") => {
          const seen: string[] = [];
          let cursor: string | null = null;
          do {
            const page = await reader.listJobs(`${prefix}:mail`, { state, cursor, limit: 2 });
            expect(page.total).toBe(5);
            seen.push(...page.items.map((ref) => ref.id));
            cursor = page.cursor;
          } while (cursor !== null);
          return seen;
        };

        expect(await listAll("waiting")).toEqual(ids.toReversed());
        expect(await listAll("delayed")).toEqual(ids.map((id) => `d${id}`).toReversed());
        expect(await listAll("prioritized")).toEqual(ids.map((id) => `p${id}`).toReversed());
        for (const cursor of ["99999999999999999999", "Infinity", "-1", "x", "7"]) {
          const page = await reader.listJobs(`${prefix}:mail`, { state: "waiting", cursor, limit: 2 });
          expect(page.total).toBe(5);
        }
      },
    );
  });
}
