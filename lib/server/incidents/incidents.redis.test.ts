import { FlowProducer, Queue, Worker } from "bullmq";
import { expect, onTestFinished } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "../caller";
import type { Connection } from "../connection";
import { getJobHistory } from "../get-job-history";
import { getTriage } from "../get-triage";
import { listIncidents } from "../list-incidents";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { openTestConnection } from "../test-connection";

type Place = { readonly redisUrl: string; readonly prefix: string };

const within = { timeout: 40_000 };

function connectTo({ redisUrl, prefix }: Place) {
  const { hostname: host, port } = new URL(redisUrl);
  return { connection: { host, port: Number(port) }, prefix };
}

/** A worker whose jobs never settle, though their locks are renewed. */
async function openStuckWorker(place: Place, queueName: string): Promise<Worker> {
  const worker = new Worker(queueName, () => new Promise(() => {}), { ...connectTo(place), lockDuration: 1_000 });
  onTestFinished(() => worker.close(true));
  await worker.waitUntilReady();
  return worker;
}

async function addFlow(place: Place) {
  const flows = new FlowProducer(connectTo(place));
  await flows.add({
    name: "order",
    queueName: "orders",
    opts: { jobId: "order-1" },
    children: [{ name: "charge", queueName: "cards", opts: { jobId: "card-1", ignoreDependencyOnFailure: true } }],
  });
  await flows.close();
  return { queue: `${place.prefix}:cards`, id: "card-1" };
}

async function listAll(connection: Connection, state?: "open" | "closed") {
  return (await listIncidents(connection, { state, cursor: undefined, limit: 50 })).incidents;
}

const short = (incidents: Awaited<ReturnType<typeof listAll>>) =>
  incidents.map(({ culprit, closedBy }) => [culprit.cause, culprit.job.id, closedBy]);

redisTest(
  "a stuck child opens one incident with its evidence, which ends with who acted and outlives a restart",
  async ({ redisUrl, prefix }) => {
    await openStuckWorker({ redisUrl, prefix }, "cards");
    const job = await addFlow({ redisUrl, prefix });
    const options = { redisUrl, prefixes: [prefix], id: prefix, writable: true, store: "redis" } as const;
    const first = await openTestConnection(options);
    await expect.poll(() => listAll(first, "open"), within).toHaveLength(1);
    const [opened] = await listAll(first);
    const { outcomes } = await previewAction(first, { action: "fail", jobs: [job] });
    const jobs = outcomes.map(({ job: { queue, id }, seen }) => ({ queue, id, seen }));
    await performAction(first, { action: "fail", jobs, reason: "it hangs" }, { ...callerOf("r"), operator: "ada" });
    await expect.poll(() => listAll(first, "open"), within).not.toContainEqual(opened);
    await first.close();

    const second = await openTestConnection(options);
    const closed = (await listAll(second, "closed")).filter(({ culprit }) => culprit.job.id === job.id);

    expect(opened?.culprit).toMatchObject({
      cause: "hung-lock-renewed",
      chain: [{ id: "order-1" }, { id: "card-1" }],
      lock: { verdict: "probably-stuck" },
    });
    expect(closed).toEqual([{ ...opened, closedAtMs: expect.any(Number), closedBy: "acted", operator: "ada" }]);
    const history = await getJobHistory(second, job);
    expect(history.incidents).toEqual(closed);
    expect(history.samples.some(({ renewed }) => renewed)).toBe(true);
    expect((await getTriage(second)).cleared).toBeGreaterThanOrEqual(1);
  },
);

redisTest("jobs and queues outside of flows are watched too, muted ones are not", async ({ redisUrl, prefix }) => {
  await openStuckWorker({ redisUrl, prefix }, "lone");
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
  connection.limits.put({ queue: `${prefix}:lone`, name: "muted", muteUntilAtMs: Date.now() + 60_000 });
  for (const [queueName, name] of [
    ["lone", "stuck"],
    ["idle", "idle"],
    ["lone", "muted"],
  ] as const) {
    const queue = new Queue(queueName, connectTo({ redisUrl, prefix }));
    await queue.add(name, {}, { jobId: name });
    await queue.close();
  }
  const second = await openStuckWorker({ redisUrl, prefix }, "lone");
  await expect
    .poll(async () => short(await listAll(connection)).toSorted(), within)
    .toEqual([
      ["hung-lock-renewed", "stuck", null],
      ["no-workers", "idle", null],
    ]);
  await expect
    .poll(() => connection.watch.lastSweep().locks.map(({ verdict }) => verdict), within)
    .toEqual(["probably-stuck", "probably-stuck"]);

  const worker = new Worker("idle", async () => "done", connectTo({ redisUrl, prefix }));
  onTestFinished(() => worker.close());
  await expect
    .poll(async () => short(await listAll(connection, "closed")), within)
    .toEqual([["no-workers", "idle", "recovered"]]);
  expect(short(await listAll(connection, "open"))).toEqual([["hung-lock-renewed", "stuck", null]]);
  await second.close(true);
});

redisTest(
  "of two Flowlocks on one store one leads; the other takes over and doubles nothing",
  async ({ redis, redisUrl, prefix }) => {
    await openStuckWorker({ redisUrl, prefix }, "cards");
    const job = await addFlow({ redisUrl, prefix });
    // So seldom that a busy machine doesn't let the lease of two intervals run out.
    const options = { redisUrl, prefixes: [prefix], id: prefix, store: "redis", sampleMs: 500 } as const;
    const one = await openTestConnection(options);
    const two = await openTestConnection(options);
    await expect.poll(() => listAll(two, "open"), within).toHaveLength(1);
    const [held] = one.watch.lastSweep().locks;
    // What was seen of a lock is kept every few sweeps.
    const keptRenewals = async () =>
      Number(/"renewalsObserved":(\d+)/.exec((await redis.hvals(`flowlock:{${prefix}}:lock-history`)).join(""))?.[1]);
    await expect.poll(keptRenewals, within).toBeGreaterThan(2);
    const idleSince = two.watch.lastSweep().atMs;
    await expect.poll(() => one.watch.lastSweep().atMs, within).toBeGreaterThan((idleSince ?? 0) + 1_000);
    // Nobody looks at the second one's pages, so it sweeps nothing; who asks it gets a sweep of now, with what the first one saw.
    expect(two.watch.lastSweep().atMs).toBe(idleSince);
    await two.attention.note();
    expect(two.watch.lastSweep().locks).toMatchObject([
      { verdict: "probably-stuck", renewals: { watchedSinceAtMs: held?.renewals.watchedSinceAtMs } },
    ]);
    await one.close();

    const flows = new FlowProducer(connectTo({ redisUrl, prefix }));
    await flows.add({ name: "later", queueName: "orders", children: [{ name: "x", queueName: "nobody" }] });
    await flows.close();

    await expect.poll(async () => short(await listAll(two, "open")).length, within).toBe(2);
    expect(short(await listAll(two)).filter(([, id]) => id === job.id)).toHaveLength(1);
  },
);
