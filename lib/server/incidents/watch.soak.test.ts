import { setTimeout as sleep } from "node:timers/promises";

import { FlowProducer, Queue, Worker } from "bullmq";
import type { Job } from "bullmq";
import { expect, onTestFinished } from "vitest";

import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";
import { soakMinutes } from "@/lib/testing/soak-minutes";

import { callerOf } from "../caller";
import type { Connection } from "../connection";
import { listIncidents } from "../list-incidents";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { openTestConnection } from "../test-connection";
import { recordSweeps } from "../test-sweeps";
import { openAlertReceiver } from "./test-receiver";

type Place = { readonly redisUrl: string; readonly prefix: string };

/** What Flowlock does where nobody sets anything. */
const defaults = { sampleMs: 5_000, slowMs: 300_000, stuckMs: 600_000 };
const secret = "secret-of-the-soak";
const runMs = soakMinutes * 60_000;
const signEveryMs = 10_000;

/** Each job gives one kind of sign and no other. */
const signs = {
  reports: (job: Job, count: number) => job.updateProgress({ count }),
  logs: (job: Job, count: number) => job.log(`line ${count}`),
  updates: (job: Job, count: number) => job.updateData({ count }),
};
const kinds = ["reports", "logs", "updates"] as const;

function connectTo({ redisUrl, prefix }: Place) {
  const { hostname: host, port } = new URL(redisUrl);
  return { connection: { host, port: Number(port) }, prefix };
}

/** With BullMQ's default lock times: three jobs that work for a long time, and one that never settles. */
function openWorkers(place: Place): void {
  const stop = new AbortController();
  const work = async (job: Job) => {
    const kind = kinds.find((one) => one === job.name);
    if (kind === undefined) return new Promise(() => {});
    const endAtMs = Date.now() + runMs;
    for (let count = 1; Date.now() < endAtMs; count += 1) {
      await signs[kind](job, count);
      await sleep(signEveryMs, undefined, { signal: stop.signal });
    }
    return "done";
  };
  const workers = [
    new Worker("cards", work, { ...connectTo(place), concurrency: kinds.length + 1 }),
    new Worker("orders", async () => "done", connectTo(place)),
  ];
  // A worker that goes on after its job was failed here is told so by its own error event.
  for (const worker of workers) worker.on("error", () => undefined);
  onTestFinished(async () => {
    stop.abort();
    await Promise.all(workers.map((worker) => worker.close(true)));
  });
}

async function addFlows(place: Place): Promise<void> {
  const flows = new FlowProducer(connectTo(place));
  for (const name of [...kinds, "hangs"])
    await flows.add({
      name: "order",
      queueName: "orders",
      opts: { jobId: `order-that-${name}` },
      children: [{ name, queueName: "cards", opts: { jobId: name, ignoreDependencyOnFailure: true } }],
    });
  await flows.close();
}

async function failIt(connection: Connection, job: { readonly queue: string; readonly id: string }): Promise<void> {
  const { outcomes } = await previewAction(connection, { action: "fail", jobs: [job] });
  const jobs = outcomes.map(({ job: { queue, id }, seen }) => ({ queue, id, seen }));
  await performAction(
    connection,
    { action: "fail", jobs, reason: "it hangs" },
    { ...callerOf("soak"), operator: "ada" },
  );
}

async function listAll(connection: Connection) {
  return (await listIncidents(connection, { state: undefined, cursor: undefined, limit: 50 })).incidents;
}

redisTest(
  "whoever gives a sign is never more than slow; who gives none is stuck at the limit, told of once, and closed by who acted",
  { timeout: runMs + defaults.stuckMs + 120_000 },
  async ({ redis, redisUrl, prefix }) => {
    const receiver = await openAlertReceiver(secret);
    openWorkers({ redisUrl, prefix });
    await addFlows({ redisUrl, prefix });
    const connection = await openTestConnection({
      ...{ redisUrl, prefixes: [prefix], id: prefix, writable: true, store: "redis" },
      ...{ ...defaults, webhookUrl: receiver.url, webhookSecret: secret },
    });
    const sweeps = recordSweeps(connection);
    const until = (look: () => Promise<unknown>, timeout: number) => {
      return expect.poll(async () => (sweeps.look(), await look()), { interval: 500, timeout });
    };

    await until(() => listAll(connection), defaults.stuckMs + 60_000).toHaveLength(1);
    await until(async () => receiver.posts.length, 30_000).toBe(1);
    const [opened] = await listAll(connection);
    const job = { queue: `${prefix}:cards`, id: "hangs" };
    await failIt(connection, job);
    await until(async () => receiver.posts.length, 60_000).toBe(2);
    const queue = new Queue("cards", { connection: redis, prefix, skipMetasUpdate: true });
    await until(() => queue.getJobCounts("active", "completed", "failed"), runMs).toEqual({
      ...{ active: 0, completed: kinds.length, failed: 1 },
    });

    const hung = sweeps.of("hangs");
    const stuck = hung.filter(({ lock }) => lock.verdict === "probably-stuck");
    const [firstStuck] = stuck;
    expect(hung.map(({ lock }) => lock.verdict === "probably-stuck")).toEqual(
      hung.map(({ lock }) => lock.silentMs >= defaults.stuckMs),
    );
    expect(firstStuck?.lock.silentMs).toBeLessThan(defaults.stuckMs + 2 * defaults.sampleMs);
    const sweepsUntilOpen = stuck.filter(({ atMs }) => atMs <= (opened?.openedAtMs ?? 0));
    expect(sweepsUntilOpen.length).toBeLessThanOrEqual(2);
    expect(opened?.openedAtMs).toBeGreaterThanOrEqual(firstStuck?.atMs ?? Infinity);
    const ended = { ...opened, closedAtMs: expect.any(Number), closedBy: "acted", operator: "ada" };
    expect(await listAll(connection)).toEqual([ended]);
    expect(opened?.culprit).toMatchObject({ cause: "hung-lock-renewed", job, lock: { verdict: "probably-stuck" } });
    expect(receiver.posts).toMatchObject([
      { isSigned: true, alert: { event: "incident-opened", incident: { id: opened?.id, closedAtMs: null } } },
      { isSigned: true, alert: { event: "incident-closed", incident: { id: opened?.id, operator: "ada" } } },
    ]);

    for (const kind of kinds) {
      const seen = sweeps.of(kind);
      expect([kind, ...new Set(seen.map(({ lock }) => lock.verdict))]).toEqual(
        runMs > defaults.slowMs + signEveryMs ? [kind, "normal", "slow"] : [kind, "normal"],
      );
      expect(seen.at(-1)?.lock.heldMs).toBeGreaterThan(runMs - 2 * defaults.sampleMs);
      expect(seen.length).toBeGreaterThan((0.8 * runMs) / defaults.sampleMs);
    }
    process.stdout.write(
      `${soakMinutes} min, ${sweeps.sweepsAtMs.length} sweeps; stuck after ${firstStuck?.lock.silentMs} ms of silence;` +
        ` incident opened with its ${sweepsUntilOpen.length}. sweep; longest silence of those that give signs: ` +
        kinds
          .map(
            (kind) =>
              `${kind} ${Math.max(
                ...sweeps
                  .of(kind)
                  .slice(-60)
                  .map(({ lock }) => lock.silentMs),
              )} ms`,
          )
          .join(", ") +
        "\n",
    );
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);
