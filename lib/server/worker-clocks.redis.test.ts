import { spawn } from "node:child_process";

import { describe, expect, onTestFinished } from "vitest";

import { generations } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { getWorker } from "./get-worker";
import { listLocks } from "./list-locks";
import { listWorkers } from "./list-workers";
import { openTestConnection } from "./test-connection";

const hourMs = 3_600_000;

/** A worker in a process of its own whose clock is off; a job that is told to hold never ends. */
const workerScript = `
const [bullmq, host, port, prefix, offMs] = process.argv.slice(1);
const now = Date.now;
Date.now = () => now() + Number(offMs);
const { Worker } = await import(bullmq);
const work = ({ name }) => (name === "hold" ? new Promise(() => undefined) : "done");
const worker = new Worker("q", work, { connection: { host, port: Number(port) }, prefix, name: "q-1" });
worker.on("error", () => undefined);
`;

type Place = { readonly redisUrl: string; readonly prefix: string };

function startWorker({ redisUrl, prefix }: Place, bullmq: string, offMs: number): void {
  const { hostname, port } = new URL(redisUrl);
  const args = ["--input-type=module", "--eval", workerScript, bullmq, hostname, port, prefix, String(offMs)];
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  onTestFinished(() => void child.kill("SIGKILL"));
}

describe.each(generations)("a worker of $name", (generation) => {
  const bullmq = generation.name === "BullMQ 6" ? "bullmq" : "bullmq5";

  redisTest.for([2 * hourMs, -2 * hourMs, 0])(
    "whose clock is off by %i ms is told as such, and its lock's time is Redis'",
    async (offMs, { redisUrl, prefix }) => {
      startWorker({ redisUrl, prefix }, bullmq, offMs);
      const { hostname, port } = new URL(redisUrl);
      const queue = new generation.Queue("q", { connection: { host: hostname, port: Number(port) }, prefix });
      onTestFinished(() => queue.close());
      const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: hourMs, stuckMs: hourMs });
      await queue.add("quick", {}, { removeOnComplete: 10 });
      // CLIENT LIST tells the workers of other tests, too.
      const workers = async () =>
        (await listWorkers(connection)).workers.filter(({ queues }) => queues.includes(`${prefix}:q`));
      const near = expect.closeTo(offMs, -4);

      // An idle worker is known by the runs that it ended.
      await expect.poll(workers, { timeout: 20_000 }).toMatchObject([{ name: "q-1", locks: 0, clockOffMs: near }]);
      const [idle] = await workers();
      const { readAtMs } = await listWorkers(connection);
      expect(readAtMs - (idle?.lastSeenAtMs ?? 0)).toBeLessThan(60_000);
      await queue.add("hold", {});
      const lock = async () => (await listLocks(connection, { limit: 10 })).locks[0];

      await expect.poll(lock, { timeout: 20_000 }).toMatchObject({ clockOffMs: near, verdict: "normal" });
      expect((await lock())?.heldMs).toBeLessThan(hourMs);
      expect(await getWorker(connection, idle?.id ?? "")).toMatchObject({
        worker: { name: "q-1", locks: 1, clockOffMs: near, lastSeenAtMs: expect.any(Number) },
      });
      expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
    },
  );
});
