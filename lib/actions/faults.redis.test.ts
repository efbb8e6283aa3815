import { Redis } from "ioredis";
import { expect, onTestFinished, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { dumpKeys } from "@/lib/testing/dump-keys";
import { holdChild } from "@/lib/testing/hold-child";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

redisTest("on a read-only replica nothing is changed and the refusal says so", async ({ redis, redisUrl, prefix }) => {
  const { port } = new URL(redisUrl);
  const server = await startEmbeddedRedis({ args: ["--replicaof", "127.0.0.1", port] });
  const replica = new Redis(server.url);
  onTestFinished(async () => {
    replica.disconnect();
    await server.stop();
  });
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
  const operator = openOperator(createJobActor, { redis: replica });
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
  const operator = openOperator(createJobActor, { redis, actorRedis: slow });
  const flow = await holdChild({ redisUrl: server.url, prefix, policy: "ignore" });
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
  const operator = openOperator(createJobActor, { redis });
  const flow = await holdChild({ redisUrl: server.url, prefix, policy: "ignore" });
  const announced = await operator.preview("fail", flow.child);
  await redis.config("SET", "maxmemory", "1mb");

  const result = await operator.perform("fail", announced);

  expect(result).toMatchObject({ result: "done", after: { state: "failed" } });
  expect(await checkInvariants({ redisUrl: server.url, prefix })).toEqual([]);
});
