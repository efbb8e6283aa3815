import { randomUUID } from "node:crypto";

import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { checkInvariants } from "@/lib/testing/check-invariants";
import { holdChild } from "@/lib/testing/hold-child";
import { openOperator } from "@/lib/testing/operator";
import type { Operator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

const readerRights =
  "+@read -keys +multi +exec +info +time +ping +hello +auth +select +quit +client|list +client|setname";
/** The commands of the writer's line in the README, which BullMQ's scripts run. */
const scriptRights = [
  ..."del exists get hdel hexists hget hgetall hincrby hmget hmset hset incr llen lpush rpush lrem ltrim".split(" "),
  ..."pexpire pttl rpoplpush sadd scard set srem xadd xtrim zadd zcard zpopmin zrange zrangebyscore zrem".split(" "),
  ..."zremrangebyrank zremrangebyscore zrevrange zrevrangebyscore zscore eval evalsha".split(" "),
];
const checkRights = ["acl|dryrun", "acl|whoami"];

type Place = { readonly redis: Redis; readonly redisUrl: string; readonly prefix: string };

/** An operator whose writes go out as a user with these rights on these keys; reads as one who may read everything. */
async function openOperatorAs({ redis, redisUrl, prefix }: Place, rules: readonly string[]): Promise<Operator> {
  const user = `writer-${randomUUID()}`;
  const [keys = "~*", ...rights] = rules;
  await redis.call(
    "ACL",
    "SETUSER",
    user,
    "reset",
    "on",
    ">secret",
    keys,
    `&${prefix}:*`,
    ...readerRights.split(" "),
    ...rights,
  );
  const { hostname, port } = new URL(redisUrl);
  // The test's own connection is closed before what was opened here.
  const admin = new Redis(redisUrl);
  const own = new Redis({
    host: hostname,
    port: Number(port),
    username: user,
    password: "secret",
    maxRetriesPerRequest: 1,
  });
  onTestFinished(async () => {
    own.disconnect();
    await admin.call("ACL", "DELUSER", user);
    admin.disconnect();
  });
  return openOperator(createJobActor, { redis, actorRedis: own });
}

function allow(commands: readonly string[]): readonly string[] {
  return commands.map((command) => `+${command}`);
}

redisTest("a user with the writer's least rights can fail and retry", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const operator = await openOperatorAs(place, [`~${prefix}:*`, ...allow([...scriptRights, ...checkRights])]);
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });

  const sentBack = await operator.perform("retry", await operator.preview("retry", flow.child));
  await redis.lrem(`${prefix}:cards:wait`, 0, flow.child.id);
  await redis.lpush(`${prefix}:cards:active`, flow.child.id);
  const failed = await operator.perform("fail", await operator.preview("fail", flow.child));
  const retried = await operator.perform("retry", await operator.preview("retry", flow.child));

  expect([sentBack, failed, retried].map(({ result, code }) => [result, code])).toEqual([
    ["done", null],
    ["done", null],
    ["done", null],
  ]);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest(
  "without any one of its writing rights an action is refused before anything is changed",
  async ({ redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });
    const writes = scriptRights.filter((command) => !readByEverybody.has(command));
    const before = await redis.hgetall(`${prefix}:cards:card-1`);

    const results = [];
    for (const missing of writes) {
      const operator = await openOperatorAs(place, [
        `~${prefix}:*`,
        ...allow([...scriptRights, ...checkRights]),
        `-${missing}`,
      ]);
      const announced = await operator.preview("fail", flow.child);
      const { refusal } = await operator.check(flow.child);
      const { result, code, after } = await operator.perform("fail", announced);
      results.push([missing, refusal, result, code, after.state]);
    }

    expect(results).toEqual(writes.map((missing) => [missing, "redis-denied", "refused", "redis-denied", "active"]));
    expect(await redis.hgetall(`${prefix}:cards:card-1`)).toEqual(before);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

/** What `+@read` brings. */
const readByEverybody: ReadonlySet<string> = new Set(
  "exists get hexists hget hgetall hmget llen pttl scard zcard zrange zrangebyscore zrevrange zrevrangebyscore zscore".split(
    " ",
  ),
);

redisTest("a user who may not ask for its rights is refused", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const operator = await openOperatorAs(place, [`~${prefix}:*`, ...allow(scriptRights)]);
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });

  const result = await operator.perform("fail", await operator.preview("fail", flow.child));

  expect(result).toMatchObject({ result: "refused", code: "redis-denied", after: { state: "active" } });
});

redisTest(
  "a user without rights on the parent's queue is refused before the job is touched",
  async ({ redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const operator = await openOperatorAs(place, [
      `~${prefix}:cards:*`,
      `%R~${prefix}:*`,
      ...allow([...scriptRights, ...checkRights]),
    ]);
    const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });

    const result = await operator.perform("fail", await operator.preview("fail", flow.child));

    expect(result).toMatchObject({ result: "refused", code: "redis-denied", after: { state: "active" } });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);
