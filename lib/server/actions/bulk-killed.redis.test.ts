import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { FlowProducer, Queue } from "bullmq";
import { expect, onTestFinished, vi } from "vitest";

import type { OperationReading } from "@/lib/core/operation";
import { countActed } from "@/lib/core/operation";
import { RedisOperationStore } from "@/lib/store/redis-operation-store";
import { generations } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { openGatedWorker } from "@/lib/testing/gated-worker";
import { redisTest } from "@/lib/testing/redis-test";

const program = fileURLToPath(new URL("test-bulk-process.ts", import.meta.url));
const jobsCount = 600;

/** A Flowlock in a process of its own, until it is killed. */
function startFlowlock(redisUrl: string, prefix: string) {
  const execArgv = ["--conditions=react-server", "--import", "tsx"];
  const child = fork(program, [redisUrl, prefix], { execArgv, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const exited = once(child, "exit");
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(kill);
  return {
    failActive: async (): Promise<string> => {
      child.send({ filter: { queue: `${prefix}:cards`, state: "active" } });
      const [operationId] = await once(child, "message");
      return String(operationId);
    },
    kill,
  };
}

redisTest(
  "kill -9 twice amid 600 jobs: nothing is lost, each job has one result, the parent starts once",
  // Three processes start one after the other, and two cores may be shared with other tests.
  { timeout: 120_000 },
  async ({ redis, redisUrl, prefix }) => {
    const [generation] = generations;
    if (generation === undefined) throw new Error("There is always a BullMQ to test with.");
    const ids = Array.from({ length: jobsCount }, (_, index) => `card-${index}`);
    const worker = openGatedWorker({ redisUrl, prefix, generation, rounds: jobsCount, freeName: "none" });
    const arrivals = Promise.all(ids.map((id) => worker.arrivalOf(id)));
    const flows = new FlowProducer({ connection: redis, prefix });
    const children = ids.map((jobId) => ({
      ...{ name: "charge", queueName: "cards" },
      opts: { jobId, ignoreDependencyOnFailure: true },
    }));
    await flows.add({ name: "order", queueName: "orders", opts: { jobId: "order" }, children });
    await arrivals;
    const store = new RedisOperationStore({ redis, owner: prefix, now: () => Date.now() });

    const first = startFlowlock(redisUrl, prefix);
    const id = await first.failActive();
    const until = (isSo: (reading: OperationReading) => boolean) =>
      vi.waitFor(
        async () => {
          const reading = await store.read(id);
          if (reading === null || !isSo(reading)) throw new Error("The operation is not that far yet.");
          return reading;
        },
        { timeout: 40_000, interval: 5 },
      );
    await until((reading) => countActed(reading) >= 100);
    await first.kill();
    await redis.del(`flowlock:{${prefix}}:op:${id}:holder`);
    const second = startFlowlock(redisUrl, prefix);
    await until((reading) => countActed(reading) >= 300);
    await second.kill();
    const left = await store.read(id);
    await redis.del(`flowlock:{${prefix}}:op:${id}:holder`);
    startFlowlock(redisUrl, prefix);
    const { counts } = await until(({ endedAtMs }) => endedAtMs !== null);

    expect(left?.endedAtMs).toBeNull();
    const results = await store.results(id, { start: 0, limit: 2 * jobsCount });
    expect(results.map(({ job }) => job.id).toSorted()).toEqual(ids.toSorted());
    expect(counts.done + counts.unknown).toBe(jobsCount);
    // Only the job at which a process died can have an outcome that nobody saw.
    expect(counts.unknown).toBeLessThanOrEqual(2);
    expect(results.every(({ after }) => after.state === "failed")).toBe(true);
    const cards = new Queue("cards", { connection: redis, prefix, skipMetasUpdate: true });
    const orders = new Queue("orders", { connection: redis, prefix, skipMetasUpdate: true });
    expect(await cards.getJobCounts("failed", "active")).toEqual({ failed: jobsCount, active: 0 });
    expect(await orders.getJobCounts("waiting", "waiting-children")).toEqual({ waiting: 1, "waiting-children": 0 });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);
