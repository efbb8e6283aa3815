import type { Redis } from "ioredis";

import { toRedisFailure } from "@/lib/redis/redis-failures";
import { runCommand } from "@/lib/redis/run-pipeline";

import { commandsOn } from "./script-commands";
import type { ExtraCommand } from "./script-commands";

export type AclAnswer =
  | { readonly kind: "allowed" }
  /** This Redis has no dry run (before 7). */
  | { readonly kind: "not-checked" }
  | { readonly kind: "denied"; readonly command: string };

const remembersMs = 60_000;
const queuesMax = 1_000;

/** Asks Redis by ACL DRYRUN whether the connected user may run everything that an action needs, before it starts. */
export class AclCheck {
  readonly #redis: Redis;
  readonly #now: () => number;
  readonly #answers = new Map<string, { readonly answer: AclAnswer; readonly atMs: number }>();

  constructor(redis: Redis, now: () => number) {
    this.#redis = redis;
    this.#now = now;
  }

  /** The first answer that is not "allowed"; `extra` is asked for besides. Remembers each queue's answer for a minute. */
  async check(queues: readonly string[], extra: readonly ExtraCommand[] = []): Promise<AclAnswer> {
    for (const queue of new Set(queues)) {
      const answer = await this.#checkQueue(queue, extra);
      if (answer.kind !== "allowed") return answer;
    }
    return { kind: "allowed" };
  }

  async #checkQueue(queue: string, extra: readonly ExtraCommand[]): Promise<AclAnswer> {
    const key = [queue, ...extra].join(" ");
    const known = this.#answers.get(key);
    if (known !== undefined && this.#now() - known.atMs < remembersMs) return known.answer;
    const answer = await this.#ask(queue, extra);
    if (this.#answers.size >= queuesMax) this.#answers.clear();
    this.#answers.set(key, { answer, atMs: this.#now() });
    return answer;
  }

  async #ask(queue: string, extra: readonly ExtraCommand[]): Promise<AclAnswer> {
    const [user, refusal] = await this.#redis.call("ACL", "WHOAMI").then(
      (name) => [String(name), null] as const,
      (error: unknown) => ["", error] as const,
    );
    if (refusal !== null) return answerOf(refusal, "acl|whoami");
    const commands = commandsOn(`${queue}:flowlock-dry-run`, extra);
    const pipeline = this.#redis.pipeline();
    for (const command of commands) pipeline.call("ACL", "DRYRUN", user, ...command);
    for (const [index, [error, reply]] of ((await runCommand(pipeline.exec())) ?? []).entries()) {
      if (error !== null) return answerOf(error, "acl|dryrun");
      if (reply !== "OK") return { kind: "denied", command: commands[index]?.[0] ?? "a command" };
    }
    return { kind: "allowed" };
  }
}

/** Redis' error code is a reply's first word: ERR here means that it does not know the subcommand. */
function answerOf(error: unknown, command: string): AclAnswer {
  const [code] = error instanceof Error ? error.message.split(" ", 1) : [];
  if (code === "NOPERM") return { kind: "denied", command };
  if (code === "ERR") return { kind: "not-checked" };
  throw toRedisFailure(error);
}
