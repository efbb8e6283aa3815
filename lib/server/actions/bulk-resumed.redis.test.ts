import type { Redis } from "ioredis";
import { expect, onTestFinished, vi } from "vitest";

import { createJobActor } from "@/lib/actions/job-actor";
import type { Operation, OperationJob, OperationStore } from "@/lib/core/operation";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";
import { MemoryStore } from "@/lib/store/memory-store";
import { RedisOperationStore } from "@/lib/store/redis-operation-store";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { AuditTrail } from "../audit-trail";
import { callerOf } from "../caller";
import { OperationRunner } from "./operation-runner";
import { addDelayed } from "./test-delayed-jobs";

type RunnerPlace = { readonly redis: Redis; readonly store: OperationStore; readonly lines?: string[] };

/** A process' runner on a store of operations. */
function openRunner({ redis, store, lines = [] }: RunnerPlace, onFailure: (error: unknown) => void = () => undefined) {
  const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set() });
  const actor = createJobActor({ redis, reader, writable: true });
  const runner = new OperationRunner({
    actor,
    audit: new AuditTrail({ store: new MemoryStore({ now: () => 0 }), write: (line) => lines.push(line) }),
    now: () => Date.now(),
    store,
    onChange: () => undefined,
    onFailure,
  });
  onTestFinished(async () => {
    await runner.close();
    await actor.close();
  });
  return runner;
}

function promoteAll(prefix: string, count: number): Operation {
  const seen = { state: "delayed", lockId: null, attemptsStarted: 0, processedAtMs: null } as const;
  const jobs = Array.from({ length: count }, (_, at): OperationJob => {
    return { queue: `${prefix}:mail`, id: String(at + 1), seen };
  });
  return {
    id: "op",
    action: "promote",
    reason: "x",
    options: {},
    startedAtMs: Date.now(),
    jobs,
    caller: callerOf("r"),
  };
}

const isEnded = async (store: OperationStore) =>
  vi.waitFor(async () => expect((await store.read("op"))?.endedAtMs).toEqual(expect.any(Number)), 20_000);

redisTest(
  "a bulk action is gone on with after the process ended in its middle: the job it was at is told as it is",
  async ({ redis, redisUrl, prefix }) => {
    const queue = await addDelayed({ redisUrl, prefix }, 30);
    const store = new RedisOperationStore({ redis, owner: prefix, now: () => Date.now() });
    const dying = new DyingStore({ redis, owner: prefix, now: () => Date.now() });
    const operation = promoteAll(prefix, 30);
    const lines: string[] = [];

    await new Promise<unknown>((resolve, reject) => {
      void openRunner({ redis, store: dying, lines }, resolve).start(operation).catch(reject);
    });
    await redis.del(leaseKey(prefix));
    openRunner({ redis, store, lines }).goOnWithOthers();
    await isEnded(store);

    const results = await store.results("op", { start: 0, limit: 99 });
    expect(results.map(({ job }) => job.id)).toEqual(operation.jobs.map(({ id }) => id));
    // The eleventh was acted on, and the process ended before that was written down.
    expect(results.filter(({ result }) => result !== "done")).toMatchObject([
      { job: { id: "11" }, result: "unknown", code: "unknown-outcome", after: { state: "waiting" } },
    ]);
    expect(await queue.getJobCounts("waiting", "delayed")).toEqual({ waiting: 30, delayed: 0 });
    expect(lines).toHaveLength(31);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest(
  "a job whose turn had come and that nobody touched is acted on after a restart",
  async ({ redis, redisUrl, prefix }) => {
    const queue = await addDelayed({ redisUrl, prefix }, 2);
    const store = new RedisOperationStore({ redis, owner: prefix, now: () => Date.now() });
    await store.create(promoteAll(prefix, 2));
    expect(await store.begin("op", 0, { holder: "died", leaseMs: 1 })).toBe("go");
    await redis.del(leaseKey(prefix));

    openRunner({ redis, store }).goOnWithOthers();
    await isEnded(store);

    expect((await store.read("op"))?.counts).toEqual({ done: 2, skipped: 0, refused: 0, unknown: 0 });
    expect(await queue.getJobCounts("waiting", "delayed")).toEqual({ waiting: 2, delayed: 0 });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest(
  "of three processes on one store one goes through a bulk action; when it ends another goes on",
  async ({ redis, redisUrl, prefix }) => {
    await addDelayed({ redisUrl, prefix }, 120);
    const store = new RedisOperationStore({ redis, owner: prefix, now: () => Date.now() });
    const trails: [string[], string[], string[]] = [[], [], []];
    const [first, second, third] = trails.map((lines) => openRunner({ redis, store, lines }));
    if (first === undefined || second === undefined || third === undefined) throw new Error("Three were opened.");

    await first.start(promoteAll(prefix, 120));
    await vi.waitFor(() => expect(trails[0].length).toBeGreaterThan(10), { interval: 5 });
    second.goOnWithOthers();
    await first.close();
    const byFirst = trails[0].length;
    third.goOnWithOthers();
    await isEnded(store);

    expect((await store.read("op"))?.counts).toEqual({ done: 120, skipped: 0, refused: 0, unknown: 0 });
    expect(byFirst).toBeLessThan(120);
    expect(trails[0]).toHaveLength(byFirst);
    expect([trails[1].length, trails[2].length].toSorted((a, b) => a - b)).toEqual([0, 120 - byFirst]);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

const leaseKey = (prefix: string) => `flowlock:{${prefix}}:op:op:holder`;

/** What a process whose Redis takes no more results after so many keeps operations in. */
class DyingStore extends RedisOperationStore {
  resultsLeft = 10;

  override append(...told: Parameters<OperationStore["append"]>): Promise<boolean> {
    if (this.resultsLeft === 0) throw new Error("The process has ended.");
    this.resultsLeft -= 1;
    return super.append(...told);
  }
}
