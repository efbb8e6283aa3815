import type { Redis } from "ioredis";
import { expect } from "vitest";

import { checkInvariants } from "@/lib/testing/check-invariants";
import { dumpKeys } from "@/lib/testing/dump-keys";
import { holdChild } from "@/lib/testing/hold-child";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

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
    "a count of attempts that is no number",
    "wrong-type",
    (redis: Redis, p: string) => redis.hset(`${p}:cards:card-1`, "atm", "many"),
  ],
  [
    "a counter of priorities that is no number",
    "wrong-type",
    (redis: Redis, p: string) => redis.set(`${p}:payments:pc`, "many"),
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
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
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
  const operator = openOperator(createJobActor, { redis });
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
  await redis.hset(`${prefix}:cards:card-1`, { data: "{", stacktrace: "[[[", progress: "{" });

  const result = await operator.perform("fail", await operator.preview("fail", flow.child));

  expect(result).toMatchObject({ result: "done", after: { state: "failed" } });
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});
