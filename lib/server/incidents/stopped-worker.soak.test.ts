import { spawn } from "node:child_process";

import { FlowProducer, Queue, Worker } from "bullmq";
import { expect, onTestFinished } from "vitest";

import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { listIncidents } from "../list-incidents";
import { openTestConnection } from "../test-connection";
import { recordSweeps } from "../test-sweeps";

/** What Flowlock does where nobody sets anything. */
const defaults = { sampleMs: 5_000, slowMs: 300_000, stuckMs: 600_000 };
/** Between the read of Redis' clock and that of the remaining time. */
const jitterMs = 100;

/** A worker with BullMQ's default lock times, in a process of its own. Its job takes 40 s, longer than its lock lives without it. */
const workerScript = `
import { Worker } from "bullmq";
const [host, port, prefix] = process.argv.slice(1);
const work = () => new Promise((done) => setTimeout(() => done("done"), 40_000));
const worker = new Worker("cards", work, { connection: { host, port: Number(port) }, prefix, name: "cards-1" });
worker.on("error", () => undefined);
`;

type Place = { readonly redisUrl: string; readonly prefix: string };

function startWorker({ redisUrl, prefix }: Place) {
  const { hostname, port } = new URL(redisUrl);
  const args = ["--input-type=module", "--eval", workerScript, hostname, port, prefix];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

redisTest(
  "a worker stopped by SIGSTOP loses its lock when that runs out and not before; when it goes on its job recovers",
  { timeout: 600_000 },
  async ({ redis, redisUrl, prefix }) => {
    const { hostname: host, port } = new URL(redisUrl);
    const bull = { connection: { host, port: Number(port) }, prefix };
    const child = startWorker({ redisUrl, prefix });
    const parents = new Worker("orders", async () => "done", bull);
    onTestFinished(() => parents.close(true));
    const flows = new FlowProducer(bull);
    await flows.add({
      name: "order",
      queueName: "orders",
      children: [{ name: "charge", queueName: "cards", opts: { jobId: "card-1" } }],
    });
    await flows.close();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], ...defaults });
    const sweeps = recordSweeps(connection);
    let expiryAtMs = 0;
    const readExpiry = async () => {
      const [time, ttl] = (await redis.multi().time().pttl(`${prefix}:cards:card-1:lock`).exec()) ?? [];
      const [seconds, microseconds] = Array.isArray(time?.[1]) ? time[1] : [];
      const ttlMs = Number(ttl?.[1]);
      if (ttlMs > 0) expiryAtMs = Number(seconds) * 1_000 + Number(microseconds) / 1_000 + ttlMs;
    };
    const verdicts = () => sweeps.of("card-1").map(({ lock }) => lock.verdict);
    const incidents = async () =>
      (await listIncidents(connection, { state: undefined, cursor: undefined, limit: 50 })).incidents;
    const until = <T>(look: () => T | Promise<T>, timeout: number) => {
      return expect.poll(async () => (sweeps.look(), await look()), { interval: 250, timeout });
    };

    await until(() => verdicts().length, 30_000).toBeGreaterThanOrEqual(2);
    child.kill("SIGSTOP");
    await until(async () => (await readExpiry(), verdicts().at(-1)), 60_000).toBe("lock-lost");
    await until(incidents, 60_000).toHaveLength(1);
    const lost = sweeps.of("card-1");
    const [opened] = await incidents();
    expect(lost.map(({ atMs, lock }) => [atMs, lock.verdict])).toEqual(
      lost.map(({ atMs }) => [atMs, atMs < expiryAtMs - jitterMs ? "normal" : "lock-lost"]),
    );
    const firstLost = lost.find(({ lock }) => lock.verdict === "lock-lost");
    expect((firstLost?.atMs ?? Infinity) - expiryAtMs).toBeLessThan(2 * defaults.sampleMs);
    expect(opened?.culprit).toMatchObject({ job: { id: "card-1" }, lock: { verdict: "lock-lost" } });

    const stoppedForMs = Date.now() - expiryAtMs;
    child.kill("SIGCONT");
    await until(() => verdicts().at(-1), 180_000).toBe("normal");
    await until(incidents, 60_000).toEqual([{ ...opened, closedAtMs: expect.any(Number), closedBy: "recovered" }]);
    const [cards, orders] = ["cards", "orders"].map((name) => new Queue(name, { connection: redis, prefix }));
    await until(() => orders?.getJobCounts("completed"), 120_000).toEqual({ completed: 1 });
    process.stdout.write(
      `lock-lost ${Math.round((firstLost?.atMs ?? 0) - expiryAtMs)} ms after the expiry (a sweep every ${defaults.sampleMs} ms),` +
        ` incident ${(opened?.openedAtMs ?? 0) - (firstLost?.atMs ?? 0)} ms later, gone on ${Math.round(stoppedForMs)} ms after the expiry,` +
        ` closed as recovered\n`,
    );

    expect(await cards?.getJobCounts("completed", "failed", "active")).toEqual({ completed: 1, failed: 0, active: 0 });
    expect((await cards?.getJob("card-1"))?.stalledCounter).toBe(1);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);
