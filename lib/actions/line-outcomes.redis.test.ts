import { expect, onTestFinished, vi } from "vitest";

import { generations, latestFive, six } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { addChild, holdChild } from "@/lib/testing/hold-child";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

const onEach = generations.map((generation) => ({ generation, on: generation.name }));
const byLine = [
  { generation: six, on: six.name, priority: 0, to: "waiting" },
  { generation: latestFive, on: latestFive.name, priority: 5, to: "prioritized" },
];

redisTest.for(byLine)(
  "an active job without a lock is put back in line on $on, priority $priority, without BullMQ's bypass token",
  async ({ generation, priority, to }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, generation, childOptions: { priority } });
    await redis.del(`${prefix}:cards:card-1:lock`);

    const announced = await operator.preview("put-back", flow.child);
    const result = await operator.perform("put-back", announced);

    expect(announced).toMatchObject({ allowed: true, effects: [{ from: "active", to }] });
    expect(result).toMatchObject({ result: "done", code: null, after: { state: to, attempts: 0 } });
    expect((await operator.look(flow.parent)).state).toBe("waiting-children");
    expect(await redis.exists(`${prefix}:cards:card-1:lock`)).toBe(0);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(byLine)(
  "a job of $on in no list is put back in line, priority $priority, and its parent waits for it as before",
  async ({ generation, priority, to }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix, generation, childOptions: { priority } });
    await redis.lrem(`${prefix}:cards:wait`, 0, "card-1");
    await redis.zrem(`${prefix}:cards:prioritized`, "card-1");

    const announced = await operator.preview("put-back", flow.child);
    const result = await operator.perform("put-back", announced);

    expect(announced).toMatchObject({ allowed: true, seen: { state: "none" }, effects: [{ from: "none", to }] });
    expect(result).toMatchObject({ result: "done", after: { state: to, finishedAtMs: null } });
    expect(await redis.sismember(`${prefix}:payments:settle-1:dependencies`, `${prefix}:cards:card-1`)).toBe(1);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(byLine)(
  "a delayed job of $on is promoted, priority $priority",
  async ({ generation, priority, to }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix, generation, childOptions: { delay: 60_000, priority } });

    const announced = await operator.preview("promote", flow.child);
    const result = await operator.perform("promote", announced);

    expect(announced).toMatchObject({ allowed: true, effects: [{ from: "delayed", to }] });
    expect(result).toMatchObject({ result: "done", after: { state: to } });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(onEach)(
  "a completed child of $on runs again, and its parent waits for it again",
  async ({ generation }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, generation, sibling: true });
    flow.release();
    await vi.waitFor(async () => expect((await operator.look(flow.child)).state).toBe("completed"));
    await flow.stop();

    const announced = await operator.preview("run-again", flow.child);
    const result = await operator.perform("run-again", announced);

    expect(announced).toMatchObject({ allowed: true, effects: [{ from: "completed", to: "waiting" }] });
    expect(announced.text[1]).toBe("settle #settle-1 waits for it again.");
    expect(result).toMatchObject({ result: "done", after: { state: "waiting", finishedAtMs: null } });
    expect(await redis.sismember(`${prefix}:payments:settle-1:dependencies`, `${prefix}:cards:card-1`)).toBe(1);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(onEach)(
  "only the lock of an active job of $on is released",
  async ({ generation }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, generation });

    const announced = await operator.preview("release-lock", flow.child);
    const result = await operator.perform("release-lock", announced);

    expect(announced).toMatchObject({ allowed: true, effects: [{ from: "active", to: "active" }] });
    expect(result).toMatchObject({ result: "done", before: { state: "active" }, after: { state: "active" } });
    expect((await operator.look(flow.child)).lock).toBeNull();
  },
);

redisTest(
  "a lock left over on a failed job is cleared, and the job is as it was",
  async ({ redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix });
    await operator.perform("fail", await operator.preview("fail", flow.child));
    await redis.set(`${prefix}:cards:card-1:lock`, "old-run:1", "PX", 30_000);

    const announced = await operator.preview("clear-ghost-lock", flow.child);
    const refused = await operator.preview("remove", flow.child);
    const result = await operator.perform("clear-ghost-lock", announced);

    expect(announced).toMatchObject({ allowed: true, effects: [{ from: "failed", to: "failed" }] });
    expect(refused).toMatchObject({ allowed: false, refusal: "lock-held" });
    expect(result).toMatchObject({ result: "done", after: { state: "failed" } });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("a lock that became a live run's is not cleared", async ({ redis, redisUrl, prefix }) => {
  const operator = openOperator(createJobActor, { redis });
  const flow = await addChild({ redisUrl, prefix });
  await redis.set(`${prefix}:cards:card-1:lock`, "old-run:1", "PX", 30_000);
  const announced = await operator.preview("clear-ghost-lock", flow.child);
  await redis.rpoplpush(`${prefix}:cards:wait`, `${prefix}:cards:active`);

  const result = await operator.perform("clear-ghost-lock", announced);

  expect(result).toMatchObject({ result: "skipped", code: "conflict" });
  expect(await redis.exists(`${prefix}:cards:card-1:lock`)).toBe(1);
});

redisTest.for(onEach)(
  "a queue that $on paused is resumed, with what was put aside in it",
  async ({ generation }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix, generation });
    const { hostname, port } = new URL(redisUrl);
    const queue = new generation.Queue("cards", { connection: { host: hostname, port: Number(port) }, prefix });
    onTestFinished(() => queue.close());
    await queue.pause();
    await queue.add("later", {}, { jobId: "later-1" });

    const announced = await operator.preview("resume-queue", flow.child);
    const result = await operator.perform("resume-queue", announced);

    expect(announced).toMatchObject({ allowed: true, refusal: null, effects: [{ from: "waiting", to: "waiting" }] });
    expect(result).toMatchObject({ result: "done", after: { state: "waiting" } });
    expect(await redis.hexists(`${prefix}:cards:meta`, "paused")).toBe(0);
    expect(await redis.llen(`${prefix}:cards:wait`)).toBe(2);
    expect(await operator.preview("resume-queue", flow.child)).toMatchObject({ refusal: "queue-not-paused" });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for([
  { parentOptions: {}, to: "waiting" },
  { parentOptions: { priority: 5 }, to: "prioritized" },
  { parentOptions: { delay: 60_000 }, to: "delayed" },
])(
  "a parent with $parentOptions that waits for nothing is released to $to",
  async ({ parentOptions, to }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix, parentOptions });
    const early = await operator.preview("release-parent", flow.parent);
    await redis.srem(`${prefix}:payments:settle-1:dependencies`, `${prefix}:cards:card-1`);

    const announced = await operator.preview("release-parent", flow.parent);
    const result = await operator.perform("release-parent", announced);

    expect(early).toMatchObject({ allowed: false, refusal: "children-pending" });
    expect(announced).toMatchObject({ allowed: true, effects: [{ from: "waiting-children", to }] });
    expect(result).toMatchObject({ result: "done", after: { state: to } });
    expect((await operator.look(flow.root)).state).toBe("waiting-children");
  },
);
