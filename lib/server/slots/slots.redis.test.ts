import { expect, onTestFinished } from "vitest";

import { workerPageSchema } from "@/lib/contract/flow-schemas";
import type { ActionId } from "@/lib/core/action";
import { latestFive, oldFive, six } from "@/lib/testing/bullmq-generations";
import type { Generation } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { openGate } from "@/lib/testing/open-gate";
import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "../caller";
import type { OpenConnection } from "../open-connection";
import { getWorker } from "../get-worker";
import { listWorkers } from "../list-workers";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { openTestConnection } from "../test-connection";

type Place = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly generation?: Generation;
  readonly concurrency?: number;
};

const within = { timeout: 40_000 };

/** Two jobs, and a worker `api-7`, of one slot where nothing else is said, that is in the first until it is let go. */
async function openFullWorker({ redisUrl, prefix, generation = six, concurrency = 1 }: Place) {
  const { hostname: host, port } = new URL(redisUrl);
  const bull = { connection: { host, port: Number(port) }, prefix };
  const gate = openGate();
  const end = openGate();
  const worker = new generation.Worker("cards", (job) => (job.id === "card-1" ? gate.passed : end.passed), {
    ...bull,
    name: "api-7",
    concurrency,
  });
  // A run that an operator takes away fails to renew its lock, which is reported here.
  worker.on("error", () => undefined);
  onTestFinished(async () => {
    gate.open();
    end.open();
    await worker.close();
  });
  let started = 0;
  const isFull = new Promise<void>((resolve) => {
    worker.on("active", () => (started += 1) === concurrency && resolve());
  });
  const queue = new generation.Queue("cards", bull);
  await queue.addBulk(["card-1", "card-2"].map((jobId) => ({ name: "charge", data: {}, opts: { jobId } })));
  await queue.close();
  await isFull;
  return { worker, gate, end, first: { queue: `${prefix}:cards`, id: "card-1" } };
}

/** A worker may have a job before its blocking connection has told its name. */
async function untilNamed(connection: OpenConnection, queue: string): Promise<void> {
  const named = async () =>
    (await connection.reader.readWorkers())?.some((one) => one.queue === queue && one.name === "api-7");
  await expect.poll(named, within).toBe(true);
}

async function act(connection: OpenConnection, action: ActionId, job: { readonly queue: string; readonly id: string }) {
  await untilNamed(connection, job.queue);
  const { outcomes } = await previewAction(connection, { action, jobs: [job] });
  const jobs = outcomes.map(({ seen }) => ({ ...job, seen }));
  const { results } = await performAction(connection, { action, jobs, reason: "it hangs" }, callerOf("r"));
  return results?.[0];
}

/** CLIENT LIST tells the workers of other tests, too. */
const slotsOf = async (connection: OpenConnection, queue: string) => {
  connection.cache.invalidate();
  const { workers } = await listWorkers(connection);
  return workers
    .filter(({ queues }) => queues.includes(queue))
    .map(({ name, occupiedSlots, advice }) => ({ name, occupiedSlots, advice }));
};

const advice = "Restart api-7: 1 of its slots is held by a job that was failed here.";

for (const generation of [six, latestFive, oldFive])
  redisTest(
    `a run of ${generation.name} whose job was failed holds its slot, over a restart of Flowlock, until its worker takes new work`,
    async ({ redisUrl, prefix }) => {
      const { gate, first } = await openFullWorker({ redisUrl, prefix, generation });
      const options = { redisUrl, prefixes: [prefix], id: prefix, writable: true, store: "redis" } as const;
      const connection = await openTestConnection(options);

      expect(await act(connection, "fail", first)).toMatchObject({
        result: "done",
        after: { state: "failed" },
        advice,
      });
      await connection.watch.sweepNow();
      expect(await slotsOf(connection, first.queue)).toEqual([{ name: "api-7", occupiedSlots: [first], advice }]);
      await connection.close();

      const second = await openTestConnection(options);
      await expect
        .poll(() => slotsOf(second, first.queue), within)
        .toEqual([{ name: "api-7", occupiedSlots: [first], advice }]);
      expect(second.readWatch().occupiedSlots).toBe(1);
      expect(await getWorker(second, "api-7")).toMatchObject({
        worker: { name: "api-7", advice },
        locks: [],
        occupied: [{ job: { ...first, name: "charge" }, action: "fail" }],
      });
      gate.open();

      await expect
        .poll(() => slotsOf(second, first.queue), within)
        .toEqual([{ name: "api-7", occupiedSlots: [], advice: null }]);
      expect(second.readWatch().occupiedSlots).toBe(0);
      expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
    },
  );

redisTest(
  "a worker with other work keeps the slot occupied until it has room for one more job",
  async ({ redisUrl, prefix }) => {
    const { gate, first } = await openFullWorker({ redisUrl, prefix, concurrency: 2 });
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
    await connection.watch.sweepNow();

    await act(connection, "fail", first);

    expect(connection.slots.list()).toMatchObject([{ job: first, slots: 2 }]);
    for (let sweep = 0; sweep < 3; sweep += 1) await connection.watch.sweepNow();
    expect(connection.slots.list()).toMatchObject([{ job: first }]);
    gate.open();
    await expect.poll(() => connection.slots.list(), within).toEqual([]);
  },
);

redisTest("a retried job's run holds its slot until its worker is gone", async ({ redisUrl, prefix }) => {
  const { worker, first } = await openFullWorker({ redisUrl, prefix });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });

  const result = await act(connection, "retry", first);

  expect(result?.advice).toBe("Restart api-7: 1 of its slots is held by a job that was retried here.");
  expect(connection.slots.list()).toMatchObject([{ job: first, holder: "api-7", action: "retry", slots: 1 }]);
  void worker.close(true);
  await expect.poll(() => connection.slots.list(), within).toEqual([]);
});

redisTest("an action that changes nothing leaves no slot behind", async ({ redisUrl, prefix }) => {
  const { first } = await openFullWorker({ redisUrl, prefix });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
  const { outcomes } = await previewAction(connection, { action: "fail", jobs: [first] });
  const jobs = outcomes.map(({ seen }) => ({ ...first, seen: { ...seen, attemptsStarted: seen.attemptsStarted + 1 } }));

  const { results } = await performAction(connection, { action: "fail", jobs, reason: "it hangs" }, callerOf("r"));

  expect(results).toMatchObject([{ result: "skipped" }]);
  expect(results?.[0]).not.toHaveProperty("advice");
  expect(connection.slots.list()).toEqual([]);
});

redisTest(
  "a worker is told by id or name with its locks and how often their jobs stalled",
  async ({ redis, redisUrl, prefix }) => {
    const { first } = await openFullWorker({ redisUrl, prefix });
    await redis.hset(`${first.queue}:${first.id}`, "stc", "1");
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
    await untilNamed(connection, first.queue);
    await connection.watch.sweepNow();
    const { workers } = await listWorkers(connection);
    const id = workers.find(({ queues }) => queues.includes(first.queue))?.id ?? "";

    const named = await getWorker(connection, "api-7");

    expect(named).toMatchObject({
      available: true,
      worker: { id, locks: 1 },
      locks: [{ lock: { job: first }, stalls: 1 }],
    });
    expect(workerPageSchema.parse(await getWorker(connection, id))).toMatchObject({
      worker: { ...named.worker, lastSeenAtMs: expect.any(Number) },
    });
    expect(await getWorker(connection, "api-8")).toMatchObject({ available: true, worker: null, locks: [] });
  },
);

redisTest("where CLIENT LIST is refused the answer says so", async ({ redis, redisUrl, prefix }) => {
  await redis.call("ACL", "SETUSER", prefix, "on", ">pw", "~*", "+@all", "-client|list");
  const url = redisUrl.replace("redis://", `redis://${prefix}:pw@`);
  const connection = await openTestConnection({ redisUrl: url, prefixes: [prefix] });

  expect(await getWorker(connection, "api-7")).toMatchObject({
    available: false,
    reason: "redis-denied",
    worker: null,
  });
  await redis.call("ACL", "DELUSER", prefix);
});
