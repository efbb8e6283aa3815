import { expect } from "vitest";

import { checkInvariants } from "@/lib/testing/check-invariants";
import { dumpKeys } from "@/lib/testing/dump-keys";
import { holdChild } from "@/lib/testing/hold-child";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

redisTest(
  "a job whose lock is gone is failed without BullMQ's bypass token, and no lock is left",
  async ({ redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
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
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });

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
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
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
  const operator = openOperator(createJobActor, { redis });
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
  const announced = await operator.preview("fail", flow.child);

  const results = await Promise.all([operator.perform("fail", announced), operator.perform("fail", announced)]);

  expect(results.filter(({ result }) => result === "done")).toHaveLength(1);
  expect(results.filter(({ result }) => result === "skipped")).toHaveLength(1);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest("nothing is done by an actor that may only read", async ({ redis, redisUrl, prefix }) => {
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
  const operator = openOperator(createJobActor, { redis, writable: false });
  const announced = await operator.preview("fail", flow.child);
  const before = await dumpKeys(redis, prefix);

  const result = await operator.perform("fail", announced);

  expect(result).toMatchObject({ result: "refused", code: "read-only" });
  expect(await dumpKeys(redis, prefix)).toEqual(before);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest("a lock with BullMQ's bypass token is never acted on", async ({ redis, redisUrl, prefix }) => {
  const operator = openOperator(createJobActor, { redis });
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
  await redis.set(`${prefix}:cards:card-1:lock`, "0", "PX", 30_000);

  const result = await operator.perform("fail", await operator.preview("fail", flow.child));

  expect(result).toMatchObject({ result: "refused", code: "lock-bypass-token", after: { state: "active" } });
});
