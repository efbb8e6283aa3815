import "server-only";

import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";
import type { RedisDeniedError, RedisUnavailableError } from "@/lib/core/redis-failure";

import { describeError } from "./log";
import type { log } from "./log";

type State = "unknown" | "up" | RedisUnavailableError["reason"] | RedisDeniedError["kind"] | "unexpected";

const texts = {
  connection: "Redis can't be reached. Flowlock keeps serving and trying.",
  timeout: "Redis does not answer in time. Flowlock keeps serving and trying.",
  loading: "Redis is loading its data. Flowlock waits for it.",
  busy: "Redis is busy with a script. Flowlock waits for it.",
  authentication: "Redis refuses the user name or password of REDIS_URL. Flowlock keeps trying.",
  "no-permission": "Redis refuses a command to Flowlock's user. See /api/health.",
  unexpected: "A read of Redis failed unexpectedly. Flowlock keeps trying.",
} as const;

/** Tells in the log when Redis goes away, why, and when it is back: one line for each change. */
export class Availability {
  readonly #connection: string;
  readonly #log: typeof log;
  readonly #now: () => number;
  #state: State = "unknown";
  #lastFailure: unknown = null;
  #awaySinceMs: number | null = null;

  constructor(connection: string, write: typeof log, now: () => number = () => Date.now()) {
    this.#connection = connection;
    this.#log = write;
    this.#now = now;
  }

  /** Redis answered. */
  noteAnswer(): void {
    this.#lastFailure = null;
    this.#awaySinceMs = null;
    if (this.#state === "up") return;
    const isBack = this.#state !== "unknown";
    this.#state = "up";
    this.#log("info", isBack ? "Redis is back." : "Redis answers.", { connection: this.#connection });
  }

  /** `null` while Redis answers. */
  lastFailure(): unknown {
    return this.#lastFailure;
  }

  /** Whether Redis answered when it was last looked at. */
  isUp(): boolean {
    return this.#state === "up";
  }

  /** Since when Redis does not answer, on this machine's clock; `null` while it does. */
  awaySinceMs(): number | null {
    return this.#awaySinceMs;
  }

  noteFailure(error: unknown): void {
    this.#lastFailure = error;
    this.#awaySinceMs ??= this.#now();
    const state = stateOf(error);
    if (state === this.#state) return;
    this.#state = state;
    const what = state === "unexpected" ? describeError(error) : { code: state };
    this.#log("error", texts[state], { connection: this.#connection, ...what });
  }
}

function stateOf(error: unknown): keyof typeof texts {
  if (isRedisUnavailable(error)) return error.reason;
  if (isRedisDenied(error)) return error.kind;
  return "unexpected";
}
