import { expect, vi } from "vitest";

import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "../caller";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { openTestConnection } from "../test-connection";
import { getOperation } from "./get-operation";
import { listOperations } from "./list-operations";
import { stopOperation } from "./stop-operation";
import { addDelayed } from "./test-delayed-jobs";

const page = { limit: 200 };

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
    expect((await listOperations(connection)).operations).toMatchObject([
      { id: started.operationId, action: "promote", status: "done", total: 30, reason: "send now" },
    ]);
    const { counts, results } = await getOperation(connection, started.operationId, page);
    expect(counts).toEqual({ done: 29, skipped: 1, refused: 0, unknown: 0 });
    expect(results.filter(({ result }) => result === "skipped")).toMatchObject([
      { job: { id: "1" }, code: "conflict" },
    ]);
    const skipped = await getOperation(connection, started.operationId, { limit: 1, result: "skipped" });
    expect(skipped.results).toEqual(results.filter(({ result }) => result === "skipped"));
    const done = await getOperation(connection, started.operationId, { limit: 28, result: "done" });
    expect([done.results.length, done.cursor]).toEqual([28, expect.any(String)]);
    const rest = await getOperation(connection, started.operationId, {
      ...{ limit: 28, result: "done", cursor: done.cursor ?? "" },
    });
    expect([...done.results, ...rest.results]).toEqual(results.filter(({ result }) => result === "done"));
    expect(rest.cursor).toBeNull();
    expect(await queue.getJobCounts("waiting", "delayed")).toEqual({ waiting: 30, delayed: 30 });
    const { items: trail } = await connection.audit.list({ cursor: null, limit: 100 });
    const own = trail.filter(({ operationId }) => operationId === started.operationId);
    expect(own.filter(({ what }) => what === "promote")).toHaveLength(30);
    expect(own.filter(({ what }) => what !== "promote")).toMatchObject([{ what: "start-operation", job: null }]);
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

redisTest("a job that is named many times counts, and is acted on, once", async ({ redisUrl, prefix }) => {
  const queue = await addDelayed({ redisUrl, prefix }, 1);
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
  const jobs = Array.from({ length: 100 }, () => ({ queue: `${prefix}:mail`, id: "1" }));

  const { previewId, totals, outcomes } = await previewAction(connection, { action: "promote", jobs });
  const { results } = await performAction(connection, { action: "promote", previewId, reason: "now" }, callerOf("r"));

  expect([totals.jobs, totals.allowed, outcomes.length]).toEqual([1, 1, 1]);
  expect(results).toMatchObject([{ result: "done" }]);
  expect(await queue.getJobCounts("waiting", "delayed")).toEqual({ waiting: 1, delayed: 0 });
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});
