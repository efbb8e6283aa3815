import type { Redis } from "ioredis";
import { expect } from "vitest";

import type { ActionId, ActionOptions } from "@/lib/core/action";
import { dumpKeys } from "@/lib/testing/dump-keys";
import { addChild } from "@/lib/testing/hold-child";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

type Change = (redis: Redis, prefix: string) => Promise<unknown>;

/** What is true when the operator looks, and what has come between when the action runs. */
const changes: readonly {
  readonly action: ActionId;
  readonly first?: Change;
  readonly meanwhile: Change;
  readonly code: string;
}[] = [
  {
    action: "put-back",
    first: (redis, prefix) => redis.lrem(`${prefix}:cards:wait`, 0, "card-1"),
    meanwhile: (redis, prefix) => redis.lpush(`${prefix}:cards:wait`, "card-1"),
    code: "conflict",
  },
  {
    action: "put-back",
    first: (redis, prefix) => redis.rpoplpush(`${prefix}:cards:wait`, `${prefix}:cards:active`),
    meanwhile: (redis, prefix) => redis.set(`${prefix}:cards:card-1:lock`, "a-worker:1", "PX", 30_000),
    code: "conflict",
  },
  {
    action: "detach",
    meanwhile: (redis, prefix) => redis.srem(`${prefix}:payments:settle-1:dependencies`, `${prefix}:cards:card-1`),
    code: "not-pending",
  },
  {
    action: "remove",
    meanwhile: (redis, prefix) => redis.rpoplpush(`${prefix}:cards:wait`, `${prefix}:cards:active`),
    code: "conflict",
  },
  {
    action: "remove",
    meanwhile: (redis, prefix) => redis.hset(`${prefix}:cards:card-1`, "parentKey", `${prefix}:payments:other`),
    code: "parent-mismatch",
  },
  {
    action: "resume-queue",
    first: (redis, prefix) => redis.hset(`${prefix}:cards:meta`, "paused", 1),
    meanwhile: (redis, prefix) => redis.hdel(`${prefix}:cards:meta`, "paused"),
    code: "queue-not-paused",
  },
];

redisTest.for(changes)(
  "$action changes nothing once what was seen is no longer so ($code)",
  async ({ action, first, meanwhile, code }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix });
    const options: ActionOptions = {};
    await first?.(redis, prefix);
    const announced = await operator.preview(action, flow.child, options);
    await meanwhile(redis, prefix);
    const before = await dumpKeys(redis, prefix);

    const result = await operator.perform(action, announced, options);

    expect(announced).toMatchObject({ allowed: true, refusal: null });
    expect(result).toMatchObject({ code });
    expect(["skipped", "refused"]).toContain(result.result);
    expect(await dumpKeys(redis, prefix)).toEqual(before);
  },
);
