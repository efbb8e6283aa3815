import type { Redis } from "ioredis";

import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { toRedisFailure } from "./redis-failures";

/** This server or this user's rights do not let the script run. */
export class ScriptRefusedError extends Error {
  override readonly name = "ScriptRefusedError";
}

/** A read-only script of ours in Redis. One call is under way at a time, so that others' commands pass between two. */
export class ReadScript {
  readonly #redis: Redis;
  readonly #text: string;
  #sha: string | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(redis: Redis, text: string) {
    this.#redis = redis;
    this.#text = text;
  }

  /** The script's reply, which is JSON. `key` names the slot that it reads in; `null` for one that reads nothing. */
  run(key: string | null, args: readonly (string | number)[]): Promise<unknown> {
    const reply = this.#last.then(() => this.#runNow(key, args));
    this.#last = reply.catch(() => undefined);
    return reply;
  }

  async #runNow(key: string | null, args: readonly (string | number)[]): Promise<unknown> {
    try {
      this.#sha ??= await this.#load();
      const text = await this.#call(this.#sha, key, args).catch(async (error: unknown) => {
        if (firstWord(error) !== "NOSCRIPT") throw error;
        this.#sha = await this.#load();
        return this.#call(this.#sha, key, args);
      });
      if (typeof text !== "string") throw new Error("The script answered without text.");
      return JSON.parse(text);
    } catch (error) {
      const failure = toRedisFailure(error);
      if (isRedisUnavailable(failure) || isAuthentication(failure)) throw failure;
      throw new ScriptRefusedError(`Redis does not run the script: ${firstWord(error)}.`);
    }
  }

  async #load(): Promise<string> {
    return String(await this.#redis.script("LOAD", this.#text));
  }

  #call(sha: string, key: string | null, args: readonly (string | number)[]): Promise<unknown> {
    const keys = key === null ? [0] : [1, key];
    return this.#redis.call("EVALSHA_RO", sha, ...keys, ...args);
  }
}

/** Redis does not know the user at all: no path is open, and none is closed for good. */
function isAuthentication(failure: Error): boolean {
  return isRedisDenied(failure) && failure.kind === "authentication";
}

function firstWord(error: unknown): string {
  return error instanceof Error ? (error.message.split(" ", 1)[0] ?? "") : "";
}
