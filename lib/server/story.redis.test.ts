import { FlowProducer, Worker } from "bullmq";
import { expect, onTestFinished, vi } from "vitest";

import type { Outcome } from "@/lib/core/action";
import type { Culprit } from "@/lib/core/diagnosis";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "./caller";
import type { Connection } from "./connection";
import { getFlowView } from "./get-flow-view";
import { getTriage } from "./get-triage";
import { performAction } from "./perform-action";
import { previewAction } from "./preview-action";
import { openTestConnection } from "./test-connection";

type Place = { readonly redisUrl: string; readonly prefix: string };

/**
 * A shop in which `fulfil-order` waits for `settle`, which waits for `charge-card`, whose first run never settles
 * although its lock is renewed. A retried run completes.
 */
async function openStuckShop({ redisUrl, prefix }: Place) {
  const { hostname: host, port } = new URL(redisUrl);
  const connection = { host, port: Number(port) };
  const flows = new FlowProducer({ connection, prefix });
  const { job, children } = await flows.add({
    name: "fulfil-order",
    queueName: "orders",
    children: [
      {
        name: "settle",
        queueName: "payments",
        children: [{ name: "charge-card", queueName: "cards", opts: { ignoreDependencyOnFailure: true } }],
      },
    ],
  });
  const options = { connection, prefix, lockDuration: 2_000 };
  const stuckWorker = new Worker("cards", () => new Promise(() => {}), { ...options, name: "cards-1" });
  const workers = ["orders", "payments"].map((name) => new Worker(name, async () => "done", options));
  onTestFinished(async () => {
    await Promise.all([...workers, stuckWorker].map((worker) => worker.close(true)));
    await flows.close();
  });
  await new Promise<void>((resolve) => stuckWorker.once("active", () => resolve()));
  const settle = children?.[0];
  return {
    root: { queue: `${prefix}:orders`, id: job.id ?? "" },
    stuck: { queue: `${prefix}:cards`, id: settle?.children?.[0]?.job.id ?? "" },
    addHealthyWorker: () => {
      const worker = new Worker("cards", async () => "charged", { ...options, name: "cards-2" });
      onTestFinished(() => worker.close(true));
    },
  };
}

/** Waits until triage is sure that a job is stuck. */
async function findStuck(connection: Connection): Promise<Culprit> {
  return vi.waitFor(async () => {
    const { culprits } = await getTriage(connection);
    const stuck = culprits.find(({ cause }) => cause === "hung-lock-renewed");
    if (stuck === undefined) throw new Error("Nothing is probably stuck yet.");
    return stuck;
  }, 15_000);
}

async function waitForRoot(connection: Connection, root: { readonly queue: string; readonly id: string }) {
  await vi.waitFor(async () => {
    connection.cache.invalidate();
    const { nodes } = await getFlowView(connection, root, { scope: "all" });
    expect(nodes.map(({ job, state }) => [job.name, state])).toContainEqual(["fulfil-order", "completed"]);
  }, 15_000);
}

function asSeen({ job, seen }: Outcome) {
  return { queue: job.queue, id: job.id, seen };
}

redisTest("the stuck child is found, failed as previewed, and its parents go on", async ({ redisUrl, prefix }) => {
  const { root, stuck } = await openStuckShop({ redisUrl, prefix });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });

  const culprit = await findStuck(connection);
  const { diagnosis } = await getFlowView(connection, root, {});
  const preview = await previewAction(connection, { action: "fail", jobs: [stuck] });
  const { results } = await performAction(
    connection,
    { action: "fail", jobs: preview.outcomes.map(asSeen), reason: "the gateway hangs" },
    callerOf("request-1"),
  );

  expect(culprit.chain.map(({ name }) => name)).toEqual(["fulfil-order", "settle", "charge-card"]);
  expect(culprit.lock).toMatchObject({ holder: "cards-1", verdict: "probably-stuck" });
  expect(diagnosis).toMatchObject({ blocked: true, cause: "hung-lock-renewed" });
  expect(preview.outcomes[0]).toMatchObject({ allowed: true, refusal: null });
  expect(preview.totals).toMatchObject({ jobs: 1, allowed: 1, parentsStart: 1 });
  expect(results).toMatchObject([
    { job: stuck, result: "done", before: { state: "active" }, after: { state: "failed" } },
  ]);
  expect((await connection.audit.list({ cursor: null, limit: 1 })).items).toMatchObject([
    { what: "fail", job: stuck, reason: "the gateway hangs", result: "done", requestId: "request-1" },
  ]);
  await waitForRoot(connection, root);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest(
  "the stuck child is sent back in line by its preview, runs elsewhere, and its parents go on",
  async ({ redisUrl, prefix }) => {
    const { root, stuck, addHealthyWorker } = await openStuckShop({ redisUrl, prefix });
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
    await findStuck(connection);
    addHealthyWorker();

    const { previewId, outcomes } = await previewAction(connection, { action: "retry", jobs: [stuck] });
    const { results } = await performAction(
      connection,
      { action: "retry", previewId, reason: "try elsewhere" },
      callerOf("r"),
    );

    expect(outcomes[0]?.warnings).toContain("may-run-twice");
    expect(results).toMatchObject([{ result: "done", before: { state: "active" } }]);
    await waitForRoot(connection, root);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("a job that is no longer as it was seen is skipped and nothing changes", async ({ redisUrl, prefix }) => {
  const { stuck } = await openStuckShop({ redisUrl, prefix });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
  const { outcomes } = await previewAction(connection, { action: "fail", jobs: [stuck] });
  const jobs = outcomes.map(asSeen).map((job) => ({ ...job, seen: { ...job.seen, lockId: "another" } }));

  const { results } = await performAction(connection, { action: "fail", jobs, reason: "late" }, callerOf("r"));

  expect(results).toMatchObject([{ result: "skipped", code: "conflict", after: { state: "active" } }]);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest(
  "a read-only Flowlock previews, refuses to act, and records that somebody tried",
  async ({ redisUrl, prefix }) => {
    const { stuck } = await openStuckShop({ redisUrl, prefix });
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    const { outcomes, previewId } = await previewAction(connection, { action: "fail", jobs: [stuck] });
    const acting = performAction(connection, { action: "fail", previewId, reason: "try" }, callerOf("r"));

    expect(outcomes).toMatchObject([{ allowed: false, refusal: "read-only", effects: [{ to: "failed" }, {}] }]);
    await expect(acting).rejects.toMatchObject({ code: "read-only" });
    expect((await connection.audit.list({ cursor: null, limit: 1 })).items).toMatchObject([
      { job: stuck, result: "refused", code: "read-only" },
    ]);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("what no preview and no job names is refused as invalid", async ({ redisUrl, prefix }) => {
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
  const act = (request: { readonly previewId?: string }) =>
    performAction(connection, { action: "fail", reason: "x", ...request }, callerOf("r"));

  await expect(act({})).rejects.toMatchObject({ code: "invalid-request" });
  await expect(act({ previewId: "expired" })).rejects.toMatchObject({ code: "invalid-request" });
  await expect(previewAction(connection, { action: "fail" })).rejects.toMatchObject({ code: "invalid-request" });
  await expect(previewAction(connection, { action: "fail", filter: {} })).rejects.toMatchObject({
    code: "invalid-request",
  });
});
