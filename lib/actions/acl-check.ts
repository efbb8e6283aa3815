import type { Redis } from "ioredis";

import { RedisDeniedError } from "@/lib/core/redis-failure";
import { runCommand } from "@/lib/redis/run-pipeline";

export type AclAnswer =
  | { readonly kind: "allowed" }
  /** This Redis has no dry run (before 7). */
  | { readonly kind: "not-checked" }
  | { readonly kind: "denied"; readonly command: string };

const remembersMs = 60_000;
const entriesMax = 1_000;

/**
 * What BullMQ's scripts for failing and retrying run, with arguments that satisfy each command's arity; some names are
 * built by the scripts at run time (`RPUSH`), so this list comes from watching them, not from reading them.
 */
function commandsOn(key: string): readonly (readonly string[])[] {
  return [
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
    ["llen", key],
    ["lpush", key, "v"],
    ["rpush", key, "v"],
    ["lrem", key, "0", "v"],
    ["ltrim", key, "0", "1"],
    ["pexpire", key, "1"],
    ["pttl", key],
    ["rpoplpush", key, key],
    ["sadd", key, "v"],
    ["scard", key],
    ["set", key, "v"],
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

/** Asks Redis by ACL DRYRUN whether the connected user may run everything that an action needs, before it starts. */
export class AclCheck {
  readonly #redis: Redis;
  readonly #now: () => number;
  readonly #answers = new Map<string, { readonly answer: AclAnswer; readonly atMs: number }>();

  constructor(redis: Redis, now: () => number) {
    this.#redis = redis;
    this.#now = now;
  }

  /** Remembers an answer for a minute per queue. */
  async check(queues: readonly string[]): Promise<AclAnswer> {
    const key = [...new Set(queues)].sort().join("\n");
    const known = this.#answers.get(key);
    if (known !== undefined && this.#now() - known.atMs < remembersMs) return known.answer;
    const answer = await this.#ask([...new Set(queues)]);
    if (this.#answers.size >= entriesMax) this.#answers.clear();
    this.#answers.set(key, { answer, atMs: this.#now() });
    return answer;
  }

  async #ask(queues: readonly string[]): Promise<AclAnswer> {
    try {
      const user = String(await runCommand(this.#redis.call("ACL", "WHOAMI")));
      for (const queue of queues) {
        const pipeline = this.#redis.pipeline();
        const commands = commandsOn(`${queue}:flowlock-dry-run`);
        for (const command of commands) pipeline.call("ACL", "DRYRUN", user, ...command);
        const replies = (await pipeline.exec()) ?? [];
        for (const [index, [error, reply]] of replies.entries()) {
          if (error !== null) return answerOf(error);
          if (reply !== "OK") return { kind: "denied", command: commands[index]?.[0] ?? "a command" };
        }
      }
      return { kind: "allowed" };
    } catch (error) {
      if (error instanceof RedisDeniedError) return { kind: "denied", command: "acl|dryrun" };
      if (error instanceof Error && error.message.includes("with ERR")) return { kind: "not-checked" };
      throw error;
    }
  }
}

function answerOf(error: Error): AclAnswer {
  return error.message.startsWith("NOPERM") ? { kind: "denied", command: "acl|dryrun" } : { kind: "not-checked" };
}
