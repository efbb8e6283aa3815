import { FlowProducer, Queue } from "bullmq";
import { expect, onTestFinished, vi } from "vitest";

import type { ActionId } from "@/lib/core/action";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";
import { generations } from "@/lib/testing/bullmq-generations";
import type { Generation } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

const rounds = 100;

type Place = { readonly redisUrl: string; readonly prefix: string; readonly generation: Generation };

/** One worker whose every run waits until it is let go; a run that is let go completes. */
function openGatedWorker({ redisUrl, prefix, generation }: Place) {
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  const gates = new Map<string, (() => void)[]>();
  const arrivals = new Map<string, () => void>();
  const worker = new generation.Worker(
    "cards",
    (job) =>
      new Promise<void>((resolve) => {
        gates.set(job.id ?? "", [...(gates.get(job.id ?? "") ?? []), resolve]);
        arrivals.get(job.id ?? "")?.();
      }),
    { connection, prefix, concurrency: rounds * 2 },
  );
  // The loser of a race is told so here.
  worker.on("error", () => undefined);
  onTestFinished(async () => {
    for (const open of [...gates.values()].flat()) open();
    await worker.close();
  });
  return {
    arrivalOf: (id: string) => new Promise<void>((resolve) => void arrivals.set(id, resolve)),
    release: (id: string) => gates.get(id)?.forEach((open) => open()),
  };
}

/** Lets the event loop turn, so that the rounds differ in who is ahead. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => void setImmediate(resolve));
}

const races = generations.flatMap((generation) =>
  (["fail", "retry"] as const).map((action) => ({ generation, on: generation.name, action })),
);

redisTest.for(races)(
  "either the worker of $on completes a job or the operator's $action takes it, never both",
  async ({ generation, action }, { redis, redisUrl, prefix }) => {
    const worker = openGatedWorker({ redisUrl, prefix, generation });
    const producer = new FlowProducer({ connection: redis, prefix });
    const queue = new Queue("cards", { connection: redis, prefix, skipMetasUpdate: true });
    const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set() });
    const actor = createJobActor({ redis, reader, writable: true });
    onTestFinished(() => actor.close());
    const act = async (id: string, run: ActionId) => {
      const job = { queue: `${prefix}:cards`, id };
      const [seen] = await reader.readJobs([job]);
      if (seen === undefined) throw new Error("A reader answers with one reading per job.");
      const { state, lock, attempts, processedAtMs } = seen;
      return () =>
        actor.act({
          action: run,
          job,
          seen: { state, lockId: lock?.lockId ?? null, attemptsStarted: attempts.started, processedAtMs },
          reason: "race",
          options: {},
        });
    };

    const winners: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const id = `card-${round}`;
      const arrived = worker.arrivalOf(id);
      await producer.add({
        name: "settle",
        queueName: "payments",
        children: [{ name: "charge-card", queueName: "cards", opts: { jobId: id, ignoreDependencyOnFailure: true } }],
      });
      await arrived;
      const strike = await act(id, action);
      const again = worker.arrivalOf(id);
      const struck = strike();
      await turns(round % 40);
      worker.release(id);
      const { result } = await struck;
      if (result === "done" && action === "retry") {
        await again;
        worker.release(id);
      }
      const last = result === "done" && action === "fail" ? "failed" : "completed";
      await vi.waitFor(async () => expect(await queue.getJobState(id)).toBe(last), { interval: 5 });
      winners.push(result);
    }

    expect(winners.filter((result) => result !== "done" && result !== "skipped")).toEqual([]);
    expect(await queue.getJobCounts("active", "waiting")).toEqual({ active: 0, waiting: 0 });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest(
  "of two operators who fail the same job one succeeds, a hundred times",
  async ({ redis, redisUrl, prefix }) => {
    const [generation] = generations;
    if (generation === undefined) throw new Error("There is a BullMQ to test with.");
    const worker = openGatedWorker({ redisUrl, prefix, generation });
    const queue = new Queue("cards", { connection: redis, prefix, skipMetasUpdate: true });
    const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set() });
    const operators = [1, 2].map(() => createJobActor({ redis, reader, writable: true }));
    onTestFinished(async () => void (await Promise.all(operators.map((actor) => actor.close()))));
    const ids = Array.from({ length: rounds }, (_, round) => `card-${round}`);
    const arrivals = Promise.all(ids.map((id) => worker.arrivalOf(id)));
    await queue.addBulk(ids.map((jobId) => ({ name: "charge-card", data: {}, opts: { jobId } })));
    await arrivals;

    const outcomes: string[] = [];
    for (const id of ids) {
      const job = { queue: `${prefix}:cards`, id };
      const [seen] = await reader.readJobs([job]);
      if (seen === undefined) throw new Error("A reader answers with one reading per job.");
      const { state, lock, attempts, processedAtMs } = seen;
      const request = {
        action: "fail",
        job,
        seen: { state, lockId: lock?.lockId ?? null, attemptsStarted: attempts.started, processedAtMs },
        reason: "race",
        options: {},
      } as const;
      const results = await Promise.all(operators.map((actor) => actor.act(request)));
      outcomes.push(
        results
          .map(({ result }) => result)
          .sort()
          .join(" and "),
      );
    }

    expect(new Set(outcomes)).toEqual(new Set(["done and skipped"]));
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);
