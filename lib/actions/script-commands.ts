import type { ActionId } from "@/lib/core/action";

import { movedAtOnceMax } from "./resume-queue";

/**
 * What BullMQ's scripts run on a queue's keys, with arguments that satisfy each command's arity. Some names are built by
 * the scripts at run time (`RPUSH`), so this list comes from watching them, not from reading them.
 */
export function commandsOn(
  key: string,
  extra: readonly ExtraCommand[] = [],
): readonly (readonly [name: string, ...args: string[]])[] {
  return [
    ...(extra.includes("rename") ? ([["rename", key, key]] as const) : []),
    ["del", key],
    ["exists", key],
    ["get", key],
    ["hdel", key, "f"],
    ["hexists", key, "f"],
    ["hget", key, "f"],
    ["hgetall", key],
    ["hincrby", key, "f", "1"],
    ["hmget", key, "f"],
    ["hmset", key, "f", "v"],
    ["hset", key, "f", "v"],
    ["incr", key],
    ["lindex", key, "0"],
    ["llen", key],
    ["lpos", key, "v"],
    ["lpush", key, "v"],
    ["lrange", key, "0", "1"],
    ["lrem", key, "0", "v"],
    ["ltrim", key, "0", "1"],
    ["pexpire", key, "1"],
    ["pttl", key],
    ["rpoplpush", key, key],
    ["rpush", key, "v"],
    ["sadd", key, "v"],
    ["scard", key],
    ["set", key, "v"],
    ["smembers", key],
    ["srem", key, "v"],
    ["xadd", key, "*", "f", "v"],
    ["xtrim", key, "MAXLEN", "1"],
    ["zadd", key, "1", "v"],
    ["zcard", key],
    ["zpopmin", key],
    ["zrange", key, "0", "1"],
    ["zrangebyscore", key, "0", "1"],
    ["zrem", key, "v"],
    ["zremrangebyrank", key, "0", "1"],
    ["zremrangebyscore", key, "0", "1"],
    ["zrevrange", key, "0", "1"],
    ["zrevrangebyscore", key, "1", "0"],
    ["zscore", key, "v"],
    ["eval", "return 1", "1", key],
    ["evalsha", "0000000000000000000000000000000000000000", "1", key],
  ];
}

export type ExtraCommand = "rename";

/** What only a very long list that BullMQ 5 put aside makes necessary. */
export function extraCommands(action: ActionId, guard: { readonly pausedListLength: number }): readonly ExtraCommand[] {
  return action === "resume-queue" && needsRename(guard) ? ["rename"] : [];
}

/** Whether more was put aside than is moved id by id. */
export function needsRename({ pausedListLength }: { readonly pausedListLength: number }): boolean {
  return pausedListLength > movedAtOnceMax;
}
