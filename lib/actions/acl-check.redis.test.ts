import { randomUUID } from "node:crypto";

import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import type { ActionId, ActionOptions } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { dumpKeys } from "@/lib/testing/dump-keys";
import { addChild, holdChild } from "@/lib/testing/hold-child";
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

redisTest("a user with the writer's least rights can do everything else too", async ({ redis, redisUrl, prefix }) => {
  const place = { redis, redisUrl, prefix };
  const operator = await openOperatorAs(place, [`~${prefix}:*`, ...allow([...scriptRights, ...checkRights])]);
  const flow = await addChild({ redisUrl, prefix, childOptions: { delay: 60_000 } });
  const results: unknown[] = [];
  const act = async (action: ActionId, job: JobRef, options: ActionOptions = {}) => {
    const { result, code } = await operator.perform(action, await operator.preview(action, job, options), options);
    results.push([action, result, code]);
  };

  await act("promote", flow.child);
  await redis.lrem(`${prefix}:cards:wait`, 0, flow.child.id);
  await act("put-back", flow.child);
  await redis.hset(`${prefix}:cards:meta`, "paused", 1);
  await act("resume-queue", flow.child);
  await redis.set(`${prefix}:cards:card-1:lock`, "old-run:1", "PX", 30_000);
  await act("clear-ghost-lock", flow.child);
  await redis.rpoplpush(`${prefix}:cards:wait`, `${prefix}:cards:active`);
  await redis.set(`${prefix}:cards:card-1:lock`, "run:1", "PX", 30_000);
  await act("release-lock", flow.child);
  await act("put-back", flow.child);
  await act("detach", flow.child);
  await redis.srem(`${prefix}:orders:order-1:dependencies`, `${prefix}:payments:settle-1`);
  await act("release-parent", flow.root);
  await redis.lrem(`${prefix}:cards:wait`, 0, flow.child.id);
  await redis.zadd(`${prefix}:cards:completed`, Date.now(), flow.child.id);
  await act("run-again", flow.child);
  await act("remove", flow.child, { children: true });

  expect(results.filter((result) => !isDone(result))).toEqual([]);
  expect(results).toHaveLength(10);
});

function isDone(result: unknown): boolean {
  return Array.isArray(result) && result[1] === "done" && result[2] === null;
}

redisTest(
  "what only an older BullMQ's leftovers make a script run is asked for where they are",
  async ({ redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix };
    const rights = [`~${prefix}:*`, ...allow([...scriptRights, ...checkRights])];
    const operator = await openOperatorAs(place, rights);
    const flow = await addChild({ redisUrl, prefix, childOptions: { delay: 60_000 } });
    await redis.lpush(`${prefix}:cards:wait`, "0:1");
    await redis.rpush(`${prefix}:payments:paused`, "other");
    const before = await dumpKeys(redis, prefix);

    const promoted = await operator.perform("promote", await operator.preview("promote", flow.child));
    const resumed = await operator.perform("resume-queue", await operator.preview("resume-queue", flow.parent));

    expect([promoted, resumed].map(({ result, code }) => [result, code])).toEqual([
      ["refused", "redis-denied"],
      ["refused", "redis-denied"],
    ]);
    expect(await dumpKeys(redis, prefix)).toEqual(before);
  },
);

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
      const { refusal, denied } = await operator.check(flow.child);
      const result = await operator.perform("fail", announced);
      results.push([missing, refusal, denied, result.result, result.code, result.denied, result.after.state]);
    }

    expect(results).toEqual(
      writes.map((missing) => [missing, "redis-denied", missing, "refused", "redis-denied", missing, "active"]),
    );
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
