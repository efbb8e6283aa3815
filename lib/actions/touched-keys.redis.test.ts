import type { Redis } from "ioredis";
import { expect } from "vitest";

import { six } from "@/lib/testing/bullmq-generations";
import { openOperator } from "@/lib/testing/operator";
import { readKeys } from "@/lib/testing/read-keys";
import { redisTest } from "@/lib/testing/redis-test";
import { watchCommands } from "@/lib/testing/watch-commands";

import { createJobActor } from "./job-actor";
import { scenes } from "./test-scenes";
import type { Place, Scene } from "./test-scenes";

const commandsOfType = {
  string: "get set incr pttl pexpire",
  hash: "hget hset hmget hmset hdel hexists hgetall hincrby hlen",
  list: "llen lpush rpush lrem lrange lindex ltrim lpos rpoplpush",
  set: "sadd srem scard smembers sismember",
  zset: "zadd zrem zcard zscore zrange zrangebyscore zrevrange zrevrangebyscore zremrangebyscore zremrangebyrank",
  stream: "xadd xtrim",
};
const typeOf = new Map(
  Object.entries(commandsOfType).flatMap(([type, names]) => names.split(" ").map((name) => [name, type] as const)),
);

type Touched = { readonly key: string; readonly type: string };

redisTest.for(scenes.map((scene) => ({ scene, what: scene.name })))(
  "a wrong type of any key that its scripts touch refuses it before anything is changed: $what",
  async ({ scene }, { redis, redisUrl, prefix }) => {
    const place = { redis, redisUrl, prefix, generation: six };
    const touched = await keysTouchedBy(place, scene);
    const operator = openOperator(createJobActor, { redis });
    const { job, options } = await scene.stage(place);
    const announced = await operator.preview(scene.action, job, options);
    const whole = await readKeys(redis, prefix);

    for (const { key, type } of touched) {
      const mend = await damage(redis, { key, type });
      const before = await readKeys(redis, prefix);
      const foretold = await operator.check(job, scene.action, options);
      const { result, code } = await operator.perform(scene.action, announced, options);

      expect([key, foretold.refusal, result, code]).toEqual([key, "wrong-type", "refused", "wrong-type"]);
      expect(await readKeys(redis, prefix)).toEqual(before);
      await mend();
    }

    expect(await readKeys(redis, prefix)).toEqual(whole);
    expect(await operator.perform(scene.action, announced, options)).toMatchObject({ result: "done" });
  },
);

/** By experiment: the keys on which its scripts run commands of one type, as they are called under the place's prefix. */
async function keysTouchedBy(place: Place, scene: Scene): Promise<readonly Touched[]> {
  const first = `${place.prefix}-first`;
  const operator = openOperator(createJobActor, { redis: place.redis });
  const { job, options } = await scene.stage({ ...place, prefix: first });
  const announced = await operator.preview(scene.action, job, options);
  const { commands } = await watchCommands(place, () => operator.perform(scene.action, announced, options));
  const types = new Map<string, string>();
  for (const { name, args, scripted } of commands) {
    const [key = ""] = args;
    const type = typeOf.get(name);
    // A set of ours that exists within one transaction has another name each time.
    if (scripted && type !== undefined && key.startsWith(`${first}:`) && !key.includes(":flowlock-lost-"))
      types.set(key.replace(first, place.prefix), type);
  }
  return [...types].map(([key, type]) => ({ key, type }));
}

/** Puts something of another type there; answers how to put back what was. */
async function damage(redis: Redis, { key, type }: Touched): Promise<() => Promise<void>> {
  const saved = await redis.dumpBuffer(key);
  const ttlMs = await redis.pttl(key);
  await redis.del(key);
  await (type === "string" ? redis.rpush(key, "x") : redis.set(key, "x"));
  return async () => {
    await redis.del(key);
    if (saved !== null) await redis.restore(key, Math.max(0, ttlMs), saved);
  };
}
