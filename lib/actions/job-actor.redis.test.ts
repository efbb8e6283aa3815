import { Redis } from "ioredis";
import { expect, onTestFinished, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { holdChild } from "@/lib/testing/hold-child";
import type { HeldChildOptions } from "@/lib/testing/hold-child";
import { Operator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

type Place = { readonly redis: Redis; readonly redisUrl: string; readonly prefix: string };

function openOperator(redis: Redis, { writable = true, actorRedis = redis } = {}): Operator {
  const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set() });
  const actor = createJobActor({ redis: actorRedis, reader, writable });
  onTestFinished(() => actor.close());
  return new Operator(reader, actor);
}

async function hold({ redisUrl, prefix }: Place, options: Partial<HeldChildOptions> = {}) {
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore", ...options });
  onTestFinished(() => flow.close());
  return flow;
}

/** Everything under a prefix, but what a worker's renewals change by themselves. */
async function dumpKeys(redis: Redis, prefix: string): Promise<ReadonlyMap<string, string>> {
  const keys = (await redis.keys(`${prefix}:*`)).filter((key) => !key.endsWith(":stalled-check")).sort();
  const dumps = await Promise.all(keys.map((key) => redis.dump(key)));
  return new Map(keys.map((key, index) => [key, String(dumps[index])]));
}

redisTest(
  "a job whose lock is gone is failed without BullMQ's bypass token, and no lock is left",
  async ({ redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const operator = openOperator(redis);
    const flow = await hold(place);
    await redis.del(`${prefix}:cards:card-1:lock`);
    const announced = await operator.preview("fail", flow.child);

    const result = await operator.perform("fail", announced);

    expect(announced).toMatchObject({ allowed: true, seen: { state: "active", lockId: null } });
    expect(result).toMatchObject({ result: "done", after: { state: "failed", attempts: 1 } });
    await operator.expectFates(announced.effects);
    expect(await redis.exists(`${prefix}:cards:card-1:lock`)).toBe(0);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest(
  "a failed job keeps the operator's reason and none of our file names",
  async ({ redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const operator = openOperator(redis);
    const flow = await hold(place);

    await operator.perform("fail", await operator.preview("fail", flow.child));

    const [reason, stacktrace] = await redis.hmget(`${prefix}:cards:card-1`, "failedReason", "stacktrace");
    expect(reason).toBe("the gateway hangs");
    expect(JSON.parse(stacktrace ?? "[]")).toEqual([
      "UnrecoverableError: the gateway hangs\n    by an operator in Flowlock",
    ]);
  },
);

redisTest.for(["fail", "retry"] as const)(
  "%s does nothing when another run has the job now",
  async (action, { redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const operator = openOperator(redis);
    const flow = await hold(place);
    const announced = await operator.preview(action, flow.child);
    await redis.set(`${prefix}:cards:card-1:lock`, "another-worker:9", "PX", 30_000);
    const before = await dumpKeys(redis, prefix);

    const result = await operator.perform(action, announced);

    expect(result).toMatchObject({ result: "skipped", code: "conflict", after: { state: "active" } });
    expect(await dumpKeys(redis, prefix)).toEqual(before);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("acting twice on one preview acts once", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const operator = openOperator(redis);
  const flow = await hold(place);
  const announced = await operator.preview("fail", flow.child);

  const results = await Promise.all([operator.perform("fail", announced), operator.perform("fail", announced)]);

  expect(results.filter(({ result }) => result === "done")).toHaveLength(1);
  expect(results.filter(({ result }) => result === "skipped")).toHaveLength(1);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest("nothing is done by an actor that may only read", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const flow = await hold(place);
  const operator = openOperator(redis, { writable: false });
  const announced = await operator.preview("fail", flow.child);
  const before = await dumpKeys(redis, prefix);

  const result = await operator.perform("fail", announced);

  expect(result).toMatchObject({ result: "refused", code: "read-only" });
  expect(await dumpKeys(redis, prefix)).toEqual(before);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest("a lock with BullMQ's bypass token is never acted on", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const operator = openOperator(redis);
  const flow = await hold(place);
  await redis.set(`${prefix}:cards:card-1:lock`, "0", "PX", 30_000);

  const result = await operator.perform("fail", await operator.preview("fail", flow.child));

  expect(result).toMatchObject({ result: "refused", code: "lock-bypass-token", after: { state: "active" } });
});

const damages = [
  [
    "broken JSON in parent",
    "bad-parent-json",
    (redis: Redis, p: string) => redis.hset(`${p}:cards:card-1`, "parent", "{"),
  ],
  [
    "a parent id that Lua can't decode",
    "bad-parent-json",
    (redis: Redis, p: string) => redis.hset(`${p}:cards:card-1`, "parent", `{"queueKey":"q","id":"\\ud800"}`),
  ],
  [
    "two parent fields that disagree",
    "parent-mismatch",
    (redis: Redis, p: string) => redis.hset(`${p}:cards:card-1`, "parentKey", `${p}:payments:other`),
  ],
  ["broken JSON in opts", "bad-opts-json", (redis: Redis, p: string) => redis.hset(`${p}:cards:card-1`, "opts", "[")],
  ["a failed set of the wrong type", "wrong-type", (redis: Redis, p: string) => redis.set(`${p}:cards:failed`, "x")],
  [
    "a stalled set of the wrong type",
    "wrong-type",
    (redis: Redis, p: string) => redis.del(`${p}:cards:stalled`).then(() => redis.set(`${p}:cards:stalled`, "x")),
  ],
  [
    "an event stream of the wrong type",
    "wrong-type",
    (redis: Redis, p: string) => redis.del(`${p}:cards:events`).then(() => redis.set(`${p}:cards:events`, "x")),
  ],
  [
    "a parent's collection of the wrong type",
    "wrong-type",
    (redis: Redis, p: string) => redis.set(`${p}:payments:settle-1:failed`, "x"),
  ],
  [
    "a parent's waiting list of the wrong type",
    "wrong-type",
    (redis: Redis, p: string) => redis.set(`${p}:payments:wait`, "x"),
  ],
  [
    "a length of events that is no number",
    "wrong-type",
    (redis: Redis, p: string) => redis.hset(`${p}:cards:meta`, "opts.maxLenEvents", "many"),
  ],
  [
    "a concurrency of the parent's queue that is no number",
    "wrong-type",
    (redis: Redis, p: string) => redis.hset(`${p}:payments:meta`, "concurrency", "many"),
  ],
] as const;

redisTest.for(damages.map(([what, code, damage]) => ({ what, code, damage })))(
  "$what: failing is refused with $code before anything is changed",
  async ({ code, damage }, { redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const operator = openOperator(redis);
    const flow = await hold(place);
    const { job, seen } = await operator.preview("fail", flow.child);
    await damage(redis, prefix);
    const before = await dumpKeys(redis, prefix);

    const announced = await operator.check(flow.child);
    const result = await operator.perform("fail", { job, seen });

    expect(announced).toMatchObject({ refusal: code });
    expect(result).toMatchObject({ result: "refused", code });
    expect(await dumpKeys(redis, prefix)).toEqual(before);
  },
);

redisTest("a job whose data is broken JSON is failed all the same", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const operator = openOperator(redis);
  const flow = await hold(place);
  await redis.hset(`${prefix}:cards:card-1`, { data: "{", stacktrace: "[[[", progress: "{" });

  const result = await operator.perform("fail", await operator.preview("fail", flow.child));

  expect(result).toMatchObject({ result: "done", after: { state: "failed" } });
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest("acting writes nothing to a queue's meta", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const operator = openOperator(redis);
  await redis.hset(`${prefix}:cards:meta`, { version: "bullmq:5.81.5", "opts.maxLenEvents": "500" });
  const flow = await hold(place);

  await operator.perform("fail", await operator.preview("fail", flow.child));
  await operator.perform("retry", await operator.preview("retry", flow.child));

  expect(await redis.hgetall(`${prefix}:cards:meta`)).toEqual({ version: "bullmq:5.81.5", "opts.maxLenEvents": "500" });
});

redisTest.for(["repeat:nightly:1795408454482", "a/b", "100%", "..", "💳", "__proto__", "new\nline"])(
  "the id %j is failed and retried, and its parent too is found",
  async (id, { redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const operator = openOperator(redis);
    const flow = await hold(place, { ids: { child: id, parent: id } });

    const announced = await operator.preview("fail", flow.child);
    const failed = await operator.perform("fail", announced);
    await operator.expectFates(announced.effects);
    const retried = await operator.perform("retry", await operator.preview("retry", flow.child));

    expect([failed.result, retried.result]).toEqual(["done", "done"]);
    expect(announced.effects.map(({ job, to }) => [job.id, to])).toEqual([
      [id, "failed"],
      [id, "waiting"],
    ]);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(["{shop}", "a:b", "p*q[1]"])(
  "the prefix %s is acted under",
  async (start, { redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix: `${start}${prefix}` };
    const operator = openOperator(redis);
    const flow = await hold(place);

    const announced = await operator.preview("fail", flow.child);
    const result = await operator.perform("fail", announced);

    expect(result).toMatchObject({ job: flow.child, result: "done" });
    await operator.expectFates(announced.effects);
  },
);

redisTest(
  "a parent whose id has a colon stays blocked when its last child is deleted, as announced",
  async ({ redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const operator = openOperator(redis);
    const flow = await hold(place, { policy: "none", ids: { parent: "a:b:c" }, childOptions: { removeOnFail: true } });

    const announced = await operator.preview("fail", flow.child);
    await operator.perform("fail", announced);

    expect(announced.effects[1]).toMatchObject({ to: "waiting-children" });
    await operator.expectFates(announced.effects);
  },
);

redisTest("on a read-only replica nothing is changed and the refusal says so", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const { port } = new URL(redisUrl);
  const server = await startEmbeddedRedis({ args: ["--replicaof", "127.0.0.1", port] });
  const replica = new Redis(server.url);
  onTestFinished(async () => {
    replica.disconnect();
    await server.stop();
  });
  const flow = await hold(place);
  const operator = openOperator(replica);
  await vi.waitFor(async () => expect((await operator.look(flow.child)).state).toBe("active"), 10_000);
  const before = await dumpKeys(redis, prefix);

  const result = await operator.perform("fail", await operator.preview("fail", flow.child));

  expect(result).toMatchObject({ result: "refused", code: "redis-readonly", after: { state: "active" } });
  expect(await dumpKeys(redis, prefix)).toEqual(before);
});

redisTest("a write that Redis answers too late is unknown, and is not repeated", async ({ prefix }) => {
  const server = await startEmbeddedRedis();
  const redis = new Redis(server.url);
  const slow = new Redis(server.url, { commandTimeout: 300 });
  onTestFinished(async () => {
    redis.disconnect();
    slow.disconnect();
    await server.stop();
  });
  const operator = openOperator(redis, { actorRedis: slow });
  const flow = await hold({ redis, redisUrl: server.url, prefix });
  const announced = await operator.preview("fail", flow.child);
  await redis.call("CLIENT", "PAUSE", "60000", "WRITE");

  const result = await operator.perform("fail", announced);
  await redis.call("CLIENT", "UNPAUSE");

  expect(result).toMatchObject({ result: "unknown", code: "unknown-outcome", after: { state: "active" } });
  await vi.waitFor(async () => expect((await operator.look(flow.child)).state).toBe("failed"));
  expect((await operator.look(flow.child)).attempts.made).toBe(1);
  expect(await checkInvariants({ redisUrl: server.url, prefix })).toEqual([]);
});

redisTest("an action on a Redis that is out of memory still does it whole", async ({ prefix }) => {
  const server = await startEmbeddedRedis();
  const redis = new Redis(server.url);
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
  const operator = openOperator(redis);
  const flow = await hold({ redis, redisUrl: server.url, prefix });
  const announced = await operator.preview("fail", flow.child);
  await redis.config("SET", "maxmemory", "1mb");

  const result = await operator.perform("fail", announced);

  expect(result).toMatchObject({ result: "done", after: { state: "failed" } });
  expect(await checkInvariants({ redisUrl: server.url, prefix })).toEqual([]);
});
