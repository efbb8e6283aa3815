import { randomUUID } from "node:crypto";

import { Redis } from "ioredis";
import { onTestFinished } from "vitest";

/** What shows every page. */
const readerRights =
  "+@read -keys +multi +exec +info +time +ping +hello +auth +select +quit +client|list +client|setname";

/** What BullMQ's scripts and ours run besides: the writer's line of the README. */
export const scriptRights: readonly string[] = [
  ..."del exists get hdel hexists hget hgetall hincrby hmget hmset hset hsetnx incr llen lpush rpush lrem".split(" "),
  ..."ltrim pexpire pttl rpoplpush sadd scard set srem xadd xtrim zadd zcard zpopmin zrange zrangebyscore".split(" "),
  ..."zrem zremrangebyrank zremrangebyscore zrevrange zrevrangebyscore zscore eval evalsha".split(" "),
];

export const checkRights: readonly string[] = ["acl|dryrun", "acl|whoami"];

/** The least that a writer needs, in the order in which Redis is told. */
export const leastWriterRights: readonly string[] = [
  ...readerRights.split(" "),
  ...[...scriptRights, ...checkRights].map((command) => `+${command}`),
];

type Place = { readonly redisUrl: string; readonly prefix: string };

/** A connection of a user with the reader's rights and these besides, on the prefix' keys unless others are named. Gone after the test. */
export async function openRedisAs(
  { redisUrl, prefix }: Place,
  { rights, keys = [`~${prefix}*`] }: { readonly rights: readonly string[]; readonly keys?: readonly string[] },
): Promise<Redis> {
  const user = `writer-${randomUUID()}`;
  // The test's own connection is closed before what was opened here.
  const admin = new Redis(redisUrl);
  const rules = ["reset", "on", ">secret", ...keys, `&${prefix}*`, ...readerRights.split(" "), ...rights];
  await admin.call("ACL", "SETUSER", user, ...rules);
  const { hostname, port } = new URL(redisUrl);
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
  return own;
}
