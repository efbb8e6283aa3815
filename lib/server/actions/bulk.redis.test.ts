import { Queue } from "bullmq";
import { expect, onTestFinished, vi } from "vitest";

import { createJobActor } from "@/lib/actions/job-actor";
import type { OperationJob, OperationStore } from "@/lib/core/operation";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";
import { MemoryOperationStore } from "@/lib/store/memory-operation-store";
import { MemoryStore } from "@/lib/store/memory-store";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { AuditTrail } from "../audit-trail";
import { callerOf } from "../caller";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { openTestConnection } from "../test-connection";
import { getOperation } from "./get-operation";
import { OperationRunner } from "./operation-runner";
import { stopOperation } from "./stop-operation";

type Place = { readonly redisUrl: string; readonly prefix: string };

const page = { limit: 200 };

/** Delayed jobs `1`, `2`, …, every second one named `other`. */
async function addDelayed({ redisUrl, prefix }: Place, count: number): Promise<Queue> {
  const { hostname: host, port } = new URL(redisUrl);
  const queue = new Queue("mail", { connection: { host, port: Number(port) }, prefix });
  onTestFinished(() => queue.close());
  await queue.addBulk(
    Array.from({ length: count }, (_, index) => ({
      name: index % 2 === 0 ? "send" : "other",
      data: {},
      opts: { delay: 600_000 },
    })),
  );
  return queue;
}

redisTest(
  "all jobs that match a filter are acted on in the background, those that changed since are skipped",
  async ({ redisUrl, prefix }) => {
    const queue = await addDelayed({ redisUrl, prefix }, 60);
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
    const filter = { queue: `${prefix}:mail`, name: "send", state: "delayed" } as const;

    const { previewId, totals, outcomes, truncated } = await previewAction(connection, { action: "promote", filter });
    await (await queue.getJob("1"))?.promote();
    const started = await performAction(
      connection,
      { action: "promote", previewId, reason: "send now" },
      callerOf("bulk-1"),
    );

    expect([totals.jobs, totals.allowed, outcomes.length, truncated]).toEqual([30, 30, 30, false]);
    expect(started).toEqual({ operationId: expect.any(String) });
    await vi.waitFor(
      async () => expect((await getOperation(connection, started.operationId, page)).status).toBe("done"),
      10_000,
    );
    const { counts, results } = await getOperation(connection, started.operationId, page);
    expect(counts).toEqual({ done: 29, skipped: 1, refused: 0, unknown: 0 });
    expect(results.filter(({ result }) => result === "skipped")).toMatchObject([
      { job: { id: "1" }, code: "conflict" },
    ]);
    expect(await queue.getJobCounts("waiting", "delayed")).toEqual({ waiting: 30, delayed: 30 });
    const { items: trail } = await connection.audit.list({ cursor: null, limit: 100 });
    expect(trail.filter(({ operationId }) => operationId === started.operationId)).toHaveLength(30);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("a bulk action is stopped: what is done stays done, the rest is untouched", async ({ redisUrl, prefix }) => {
  const queue = await addDelayed({ redisUrl, prefix }, 120);
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
  const filter = { state: "delayed" } as const;
  const { previewId } = await previewAction(connection, { action: "promote", filter });

  const { operationId } = await performAction(
    connection,
    { action: "promote", previewId, reason: "send now" },
    callerOf("bulk-2"),
  );
  await stopOperation(connection, operationId, callerOf("stop-2"));

  await vi.waitFor(
    async () => expect((await getOperation(connection, operationId, page)).status).toBe("stopped"),
    10_000,
  );
  const { counts, total } = await getOperation(connection, operationId, page);
  expect(total).toBe(120);
  expect(counts.done).toBeLessThan(120);
  expect(await queue.getJobCounts("waiting", "delayed")).toEqual({
    waiting: counts.done,
    delayed: 120 - counts.done,
  });
  await expect(getOperation(connection, "unknown", page)).rejects.toMatchObject({ code: "operation-not-found" });
});

redisTest(
  "a bulk action is gone on with after the process ended in its middle, and no job is acted on twice",
  async ({ redis, redisUrl, prefix }) => {
    const queue = await addDelayed({ redisUrl, prefix }, 30);
    const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set() });
    const actor = createJobActor({ redis, reader, writable: true });
    onTestFinished(() => actor.close());
    const store = new MemoryOperationStore();
    const lines: string[] = [];
    const runOn = (kept: OperationStore, onFailure: (error: unknown) => void = () => undefined) =>
      new OperationRunner({
        actor,
        audit: new AuditTrail({ store: new MemoryStore({ now: () => 0 }), write: (line) => lines.push(line) }),
        now: () => Date.now(),
        store: kept,
        onChange: () => undefined,
        onFailure,
      });
    const jobs = Array.from({ length: 30 }, (_, index): OperationJob => {
      const seen = { state: "delayed", lockId: null, attemptsStarted: 0, processedAtMs: null } as const;
      return { queue: `${prefix}:mail`, id: String(index + 1), seen };
    });
    const operation = { id: "op", action: "promote", reason: "x", options: {}, startedAtMs: 0, jobs } as const;

    const died = new Promise<unknown>((resolve) => {
      void runOn(dyingAfter(store, 10), resolve).start({ ...operation, caller: callerOf("r") });
    });
    await died;
    await runOn(store).resume();
    await vi.waitFor(async () => expect((await store.read("op"))?.endedAtMs).not.toBeNull(), 10_000);

    const results = (await store.read("op"))?.results ?? [];
    expect(results.map(({ job }) => job.id)).toEqual(jobs.map(({ id }) => id));
    // The eleventh was acted on, and the process ended before that was written down.
    expect(results.filter(({ result }) => result !== "done")).toMatchObject([{ job: { id: "11" }, code: "conflict" }]);
    expect(await queue.getJobCounts("waiting", "delayed")).toEqual({ waiting: 30, delayed: 0 });
    expect(lines).toHaveLength(31);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

/** A store that nothing can be written to any more after so many results. */
function dyingAfter(store: OperationStore, count: number): OperationStore {
  let left = count;
  return {
    create: (operation) => store.create(operation),
    append: async (id, result) => {
      if (left === 0) throw new Error("The process has ended.");
      left -= 1;
      await store.append(id, result);
    },
    askToStop: (id) => store.askToStop(id),
    end: (id, atMs) => store.end(id, atMs),
    read: (id) => store.read(id),
    listOpen: () => store.listOpen(),
  };
}
