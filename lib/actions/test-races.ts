import { FlowProducer, Queue } from "bullmq";
import type { Redis } from "ioredis";
import { expect, onTestFinished, vi } from "vitest";

import type { ActionId, ActionResult } from "@/lib/core/action";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";
import type { Generation } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { openGatedWorker } from "@/lib/testing/gated-worker";

import { createJobActor } from "./job-actor";

type Place = {
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly generation: Generation;
  readonly rounds: number;
};

/** Jobs wait in `cards`, and so does their parent where there is one queue for both. */
type Race = Place & { readonly action: "fail" | "retry"; readonly parentQueue: "cards" | "payments" };

/** Lets the event loop turn, so that the rounds differ in who is ahead. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => void setImmediate(resolve));
}

function openActors({ redis }: Place, count: number) {
  const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set() });
  const actors = Array.from({ length: count }, () => createJobActor({ redis, reader, writable: true }));
  onTestFinished(async () => void (await Promise.all(actors.map((actor) => actor.close()))));
  return { reader, actors };
}

type Actors = ReturnType<typeof openActors>;

/** Looks at a job, and answers how each of the actors would act on what was seen. */
async function aim({ reader, actors }: Actors, job: { readonly queue: string; readonly id: string }) {
  const [reading] = await reader.readJobs([job]);
  if (reading === undefined) throw new Error("A reader answers with one reading per job.");
  const { state, lock, attempts, processedAtMs } = reading;
  const seen = { state, lockId: lock?.lockId ?? null, attemptsStarted: attempts.started, processedAtMs };
  return actors.map(
    (actor) =>
      (action: ActionId): Promise<ActionResult> =>
        actor.act({ action, job, seen, reason: "race", options: {} }),
  );
}

/** In each round a worker completes a job while an operator takes it: exactly one of them has it in the end. */
export async function raceWithWorker({ action, parentQueue, ...place }: Race): Promise<void> {
  const { redis, redisUrl, prefix, rounds } = place;
  const worker = openGatedWorker({ ...place, freeName: "settle" });
  const producer = new FlowProducer({ connection: redis, prefix });
  const queue = new Queue("cards", { connection: redis, prefix, skipMetasUpdate: true });
  const actors = openActors(place, 1);
  const results: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const id = `card-${round}`;
    const arrived = worker.arrivalOf(id);
    const opts = { jobId: id, ignoreDependencyOnFailure: true };
    await producer.add({
      name: "settle",
      queueName: parentQueue,
      children: [{ name: "charge-card", queueName: "cards", opts }],
    });
    await arrived;
    const [strike] = await aim(actors, { queue: `${prefix}:cards`, id });
    const again = worker.arrivalOf(id);
    const struck = strike?.(action);
    await turns(round % 40);
    worker.release(id);
    const result = (await struck)?.result ?? "unknown";
    if (result === "done" && action === "retry") {
      await again;
      worker.release(id);
    }
    const last = result === "done" && action === "fail" ? "failed" : "completed";
    await vi.waitFor(async () => expect(await queue.getJobState(id)).toBe(last), { interval: 5 });
    results.push(result);
  }
  expect(results.filter((result) => result !== "done" && result !== "skipped")).toEqual([]);
  await vi.waitFor(
    async () => expect(await queue.getJobCounts("active", "waiting")).toEqual({ active: 0, waiting: 0 }),
    5_000,
  );
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
}

/** In each round two operators act on the same job at once: one succeeds, the other is told that it came too late. */
export async function raceOperators(place: Place, actions: readonly [ActionId, ActionId]): Promise<void> {
  const { redis, redisUrl, prefix, rounds } = place;
  const worker = openGatedWorker({ ...place, freeName: "settle" });
  const queue = new Queue("cards", { connection: redis, prefix, skipMetasUpdate: true });
  const actors = openActors(place, 2);
  const ids = Array.from({ length: rounds }, (_, round) => `card-${round}`);
  const arrivals = Promise.all(ids.map((id) => worker.arrivalOf(id)));
  await queue.addBulk(ids.map((jobId) => ({ name: "charge-card", data: {}, opts: { jobId } })));
  await arrivals;
  const outcomes: string[] = [];
  for (const id of ids) {
    const strikes = await aim(actors, { queue: `${prefix}:cards`, id });
    const results = await Promise.all(strikes.map((strike, index) => strike(actions[index] ?? "fail")));
    outcomes.push(
      results
        .map(({ result }) => result)
        .sort()
        .join(" and "),
    );
  }
  expect(new Set(outcomes)).toEqual(new Set(["done and skipped"]));
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
}
