import { describe, expect } from "vitest";

import type { ActionResult } from "@/lib/core/action";
import type { Operation, OperationStore } from "@/lib/core/operation";
import { redisTest } from "@/lib/testing/redis-test";

import { operationBounds } from "./operation-bounds";

type Place = { readonly redisUrl: string; readonly prefix: string; readonly now: () => number };

const startMs = 1_700_000_000_000;
const leaseMs = 60_000;
const one = { holder: "one", leaseMs };
const two = { holder: "two", leaseMs };

/** What every implementation of `OperationStore` guarantees. `open` may close what it opens in `onTestFinished`. */
export function describeOperationStore(name: string, open: (place: Place) => OperationStore): void {
  describe(`${name} as a store of operations`, () => {
    const place = (redisUrl: string, prefix: string) => open({ redisUrl, prefix, now: () => startMs });

    redisTest("tells of an operation what was put, with its jobs page by page", async ({ redisUrl, prefix }) => {
      const store = place(redisUrl, prefix);
      const operation = buildOperation("a", 1_001);
      const { jobs, ...head } = operation;

      expect(await store.create(operation)).toBe(true);

      expect(await store.read("a")).toEqual({
        ...{ operation: head, total: 1_001, counts: { done: 0, skipped: 0, refused: 0, unknown: 0 } },
        ...{ begun: 0, stopping: false, endedAtMs: null },
      });
      expect(await store.jobs("a", { start: 999, limit: 50 })).toEqual(jobs.slice(999));
      expect(await store.results("a", { start: 0, limit: 50 })).toEqual([]);
      expect(await store.listOpen()).toEqual(["a"]);
      await store.create({ ...buildOperation("later", 1), startedAtMs: startMs + 1 });
      expect((await store.listRecent(9)).map(({ operation: { id } }) => id)).toEqual(["later", "a"]);
      expect((await store.listRecent(1)).map(({ total }) => total)).toEqual([1]);
      expect(await store.read("other")).toBeNull();
    });

    redisTest(
      "each job has its turn and one result, in order, however often it is told",
      async ({ redisUrl, prefix }) => {
        const store = place(redisUrl, prefix);
        await store.create(buildOperation("a", 2));
        await store.hold("a", one);

        expect([await store.begin("a", 0, one), await store.begin("a", 0, one)]).toEqual(["go", "go"]);
        expect((await store.read("a"))?.begun).toBe(1);
        expect([
          await store.append("a", 0, resultOf("1"), "one"),
          await store.append("a", 0, resultOf("1"), "one"),
        ]).toEqual([true, true]);
        expect([await store.begin("a", 0, one), await store.begin("a", 1, one)]).toEqual(["lost", "go"]);
        expect(await store.append("a", 1, { ...resultOf("2"), result: "skipped", code: "conflict" }, "one")).toBe(true);
        await store.end("a", startMs + 5, "one");

        expect(await store.read("a")).toMatchObject({
          ...{ counts: { done: 1, skipped: 1, refused: 0, unknown: 0 }, begun: 2, endedAtMs: startMs + 5 },
        });
        expect((await store.results("a", { start: 0, limit: 9 })).map(({ job }) => job.id)).toEqual(["1", "2"]);
        expect(await store.listOpen()).toEqual([]);
        expect(await store.begin("a", 2, one)).toBe("lost");
      },
    );

    redisTest("one holder goes on with an operation until it lets it go", async ({ redisUrl, prefix }) => {
      const store = place(redisUrl, prefix);
      await store.create(buildOperation("a", 3));

      expect([await store.hold("a", one), await store.hold("a", two), await store.hold("a", one)]).toEqual([
        true,
        false,
        true,
      ]);
      await store.begin("a", 0, one);
      expect(await store.begin("a", 0, two)).toBe("lost");
      expect(await store.append("a", 0, resultOf("1"), "two")).toBe(false);
      await store.end("a", startMs, "two");
      await store.release("a", "two");
      expect(await store.hold("a", two)).toBe(false);
      await store.release("a", "one");
      expect(await store.hold("a", two)).toBe(true);
      expect(await store.append("a", 0, resultOf("1"), "one")).toBe(false);
      expect(await store.read("a")).toMatchObject({ begun: 1, counts: { done: 0 }, endedAtMs: null });
      expect(await store.hold("unknown", one)).toBe(false);
    });

    redisTest("who asks to stop is heard at the next job's turn", async ({ redisUrl, prefix }) => {
      const store = place(redisUrl, prefix);
      await store.create(buildOperation("a", 2));
      await store.begin("a", 0, one);
      await store.askToStop("a");
      await store.askToStop("unknown");

      expect(await store.append("a", 0, resultOf("1"), "one")).toBe(true);
      expect(await store.begin("a", 1, one)).toBe("stop");
      expect(await store.read("a")).toMatchObject({ begun: 1, stopping: true });
      expect(await store.read("unknown")).toBeNull();
    });

    redisTest(
      "no more are under way than the bound, and the oldest that ended make room",
      async ({ redisUrl, prefix }) => {
        const store = place(redisUrl, prefix);
        const { openMax, operationsMax } = operationBounds;
        await store.create(buildOperation("first", 1));
        for (let index = 0; index < operationsMax; index += 1) {
          await store.create({ ...buildOperation(`o${index}`, 1), startedAtMs: startMs + 1 + index });
          await store.end(`o${index}`, startMs, "one");
        }

        expect(await store.read("first")).not.toBeNull();
        expect(await store.read("o0")).toBeNull();
        expect(await store.jobs("o0", { start: 0, limit: 1 })).toEqual([]);
        expect(await store.read("o1")).not.toBeNull();
        for (let index = 1; index < openMax; index += 1) await store.create(buildOperation(`open${index}`, 1));
        expect(await store.create(buildOperation("beyond", 1))).toBe(false);
        expect(await store.read("beyond")).toBeNull();
      },
    );
  });
}

function buildOperation(id: string, count: number): Operation {
  const seen = { state: "delayed", lockId: null, attemptsStarted: 0, processedAtMs: null } as const;
  return {
    id,
    action: "promote",
    reason: 'they "wait"\r\n',
    options: {},
    jobs: Array.from({ length: count }, (_, index) => ({ queue: "bull:é", id: String(index + 1), seen })),
    startedAtMs: startMs,
    caller: { requestId: "r", operator: null, role: "operator", address: null },
  };
}

function resultOf(id: string): ActionResult {
  const fate = { state: "delayed", attempts: 0, finishedAtMs: null } as const;
  return {
    job: { queue: "bull:é", id },
    result: "done",
    code: null,
    before: fate,
    after: { ...fate, state: "waiting" },
  };
}
