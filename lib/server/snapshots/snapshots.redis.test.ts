import { FlowProducer, Queue, Worker } from "bullmq";
import { expect, onTestFinished } from "vitest";

import { snapshotSchema } from "@/lib/contract/snapshot-schemas";
import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "../caller";
import type { Connection } from "../connection";
import { getJobHistory } from "../get-job-history";
import { listActivity } from "../list-activity";
import { listIncidents } from "../list-incidents";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { openTestConnection } from "../test-connection";
import { getSnapshot, listSnapshots } from "./get-snapshots";
import { saveSnapshot } from "./save-snapshot";

type Place = { readonly redisUrl: string; readonly prefix: string };

const within = { timeout: 40_000 };
const canary = "canary-4111-1111";
const hostile = '<img src=x onerror="alert(1)">__proto__';

function connectTo({ redisUrl, prefix }: Place) {
  const { hostname: host, port } = new URL(redisUrl);
  return { connection: { host, port: Number(port) }, prefix };
}

/** A payment that never settles, and reports what is nobody's business. */
async function openStuckFlow(place: Place) {
  const worker = new Worker(
    "cards",
    async (job) => {
      await job.updateProgress({ card: canary });
      return new Promise(() => {});
    },
    { ...connectTo(place), lockDuration: 1_000, name: "api-7" },
  );
  // A worker that goes on after its job was failed here is told so by its own error event.
  worker.on("error", () => undefined);
  onTestFinished(() => worker.close(true));
  const flows = new FlowProducer(connectTo(place));
  await flows.add({
    name: "order",
    queueName: "orders",
    data: { card: canary },
    opts: { jobId: "order-1" },
    children: [
      {
        name: hostile,
        queueName: "cards",
        data: { card: canary },
        opts: { jobId: "card-1", ignoreDependencyOnFailure: true },
      },
    ],
  });
  await flows.close();
  return {
    job: { queue: `${place.prefix}:cards`, id: "card-1" },
    root: { queue: `${place.prefix}:orders`, id: "order-1" },
  };
}

const everything = { flow: undefined, cursor: undefined, limit: 50 };

async function failIt(connection: Connection, job: { readonly queue: string; readonly id: string }) {
  const { outcomes } = await previewAction(connection, { action: "fail", jobs: [job] });
  const jobs = outcomes.map(({ job: { queue, id }, seen }) => ({ queue, id, seen }));
  return performAction(connection, { action: "fail", jobs, reason: "it hangs" }, callerOf("r"));
}

redisTest(
  "a job that became stuck, and an action on it, each leave one snapshot of what was there, which outlives a restart",
  async ({ redis, redisUrl, prefix }) => {
    const { job, root } = await openStuckFlow({ redisUrl, prefix });
    const options = { redisUrl, prefixes: [prefix], id: prefix, writable: true, store: "redis" } as const;
    const first = await openTestConnection(options);
    const open = async () =>
      (await listIncidents(first, { state: "open", cursor: undefined, limit: 50 })).incidents.map(
        ({ culprit: { cause }, snapshotId }) => ({ cause, snapshotId }),
      );
    await expect.poll(open, within).toEqual([{ cause: "hung-lock-renewed", snapshotId: expect.any(String) }]);
    const [incident] = await open();
    const done = await failIt(first, job);
    await expect.poll(open, within).not.toContainEqual(incident);
    await first.close();

    const second = await openTestConnection(options);
    const frozen = await getSnapshot(second, incident?.snapshotId ?? "");
    const { snapshots } = await listSnapshots(second, {
      ...everything,
      flow: `${encodeURIComponent(root.queue)}/${root.id}`,
    });
    const { entries } = await listActivity(second, { cursor: undefined, limit: 50 });
    const history = await getJobHistory(second, job);

    expect(frozen).toMatchObject({
      ...{ occasion: "incident", action: null, root: { ...root, name: "order" }, job: { ...job, name: hostile } },
      view: { diagnosis: { blocked: true, culprits: [{ cause: "hung-lock-renewed", lock: { holder: "api-7" } }] } },
    });
    expect(frozen.traces).toMatchObject([
      { job, samples: expect.arrayContaining([expect.objectContaining({ renewed: true })]) },
    ]);
    expect(frozen.expiresAtMs - frozen.takenAtMs).toBeLessThan(7.1 * 24 * 60 * 60_000);
    const ofAction = entries.find(({ what }) => what === "fail")?.snapshotId;
    expect(done.results?.map(({ result, snapshotId }) => [result, snapshotId])).toEqual([["done", ofAction]]);
    // What the action found may be what the incident had found just before: then it is one snapshot.
    expect(new Set(snapshots.map(({ id }) => id))).toEqual(new Set([ofAction, incident?.snapshotId]));
    expect(history.incidents.map(({ snapshotId }) => snapshotId)).toContain(incident?.snapshotId);
    const before = await getSnapshot(second, ofAction ?? "");
    expect(before.view.nodes.find((node) => node.job.id === job.id)).toMatchObject({ state: "active" });
    const token = await redis.get(`${prefix}:cards:card-1:lock`);
    const text = JSON.stringify([frozen, before]);
    expect(text).not.toContain(canary);
    expect(token === null || !text.includes(token)).toBe(true);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("who saves a flow gets it as it was, whatever becomes of it", async ({ redis, redisUrl, prefix }) => {
  const { job, root } = await openStuckFlow({ redisUrl, prefix });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
  await expect.poll(() => connection.watch.lastSweep().locks.map(({ job: { id } }) => id), within).toEqual(["card-1"]);
  const caller = { ...callerOf("r"), operator: "ada" };
  const saved = await saveSnapshot(connection, { job, scope: "all" }, caller);
  const token = await redis.get(`${prefix}:cards:card-1:lock`);
  await redis.del(`${prefix}:orders:order-1`, `${prefix}:cards:card-1`);

  const frozen = await getSnapshot(connection, saved.id);

  expect(saved.id).toMatch(/^[\da-f]{16}-[\w-]{22}$/);
  expect(snapshotSchema.parse(frozen)).toEqual(frozen);
  expect(frozen).toMatchObject({ ...saved, scope: "all", operator: "ada", occasion: "saved" });
  expect(frozen.view.nodes.map((node) => node.job.id).toSorted()).toEqual(["card-1", "order-1"]);
  expect(JSON.stringify(frozen)).not.toContain(canary);
  expect(token).not.toBeNull();
  expect(JSON.stringify(frozen)).not.toContain(token);
  expect((await listSnapshots(connection, everything)).snapshots.map(({ id }) => id)).toContain(saved.id);
  expect((await listActivity(connection, { cursor: undefined, limit: 5 })).entries).toMatchObject([
    { what: "save-snapshot", result: "done", operator: "ada", job, snapshotId: saved.id },
  ]);
  await expect(saveSnapshot(connection, { job: root }, caller)).rejects.toMatchObject({ code: "flow-not-found" });
});

redisTest("a snapshot is read while the Redis of its jobs, which also keeps it, is away", async ({ prefix }) => {
  const server = await startEmbeddedRedis();
  const connection = await openTestConnection({
    ...{ redisUrl: server.url, prefixes: null, id: prefix, writable: true, store: "redis" },
  });
  const queue = new Queue("cards", connectTo({ redisUrl: server.url, prefix }));
  const { id: jobId = "" } = await queue.add("charge", { card: canary });
  await queue.close();
  const saved = await saveSnapshot(connection, { job: { queue: `${prefix}:cards`, id: jobId } }, callerOf("r"));
  await server.stop();

  await expect(connection.ping()).rejects.toThrow();
  expect(await getSnapshot(connection, saved.id)).toMatchObject({ ...saved, view: { total: 1 } });
  expect((await listSnapshots(connection, everything)).snapshots).toEqual([saved]);
});

redisTest("what is not there, and what is no id, is a snapshot that is not found", async ({ redisUrl, prefix }) => {
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  for (const id of ["x", "0123456789abcdef-AAAAAAAAAAAAAAAAAAAAAA", "../snapshots", "__proto__", "*"])
    await expect(getSnapshot(connection, id)).rejects.toMatchObject({ code: "snapshot-not-found" });
});

redisTest("who may only read keeps nothing, and that is on record", async ({ redisUrl, prefix }) => {
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
  const job = { queue: `${prefix}:cards`, id: "card-1" };

  await expect(saveSnapshot(connection, { job }, callerOf("r"))).rejects.toMatchObject({ code: "read-only" });

  expect((await listSnapshots(connection, everything)).snapshots).toEqual([]);
  expect((await listActivity(connection, { cursor: undefined, limit: 5 })).entries).toMatchObject([
    { what: "save-snapshot", result: "refused", code: "read-only", job },
  ]);
});
