import type { Redis } from "ioredis";

import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { queueKey } from "./keys";
import { runCommand, runPipeline } from "./run-pipeline";

const nothingYet = "0-0";

/**
 * Tells in which queues something happened, at the price of one command while nothing does: every script of BullMQ
 * that moves a job writes the queue's event stream in the same instant.
 */
export class EventMarks {
  readonly #redis: Redis;
  readonly #lastIds = new Map<string, string>();

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** The queues with events since the last look; a queue looked at for the first time is one of them. */
  async look(queues: readonly string[]): Promise<ReadonlySet<string>> {
    const wanted = new Set(queues);
    for (const queue of this.#lastIds.keys()) if (!wanted.has(queue)) this.#lastIds.delete(queue);
    const known = queues.filter((queue) => this.#lastIds.has(queue));
    const doubtful = new Set([...queues.filter((queue) => !this.#lastIds.has(queue)), ...(await this.#ask(known))]);
    const changed = new Set<string>();
    for (const [queue, id] of await this.#readLastIds([...doubtful])) {
      if (this.#lastIds.get(queue) !== id) changed.add(queue);
      this.#lastIds.set(queue, id);
    }
    return changed;
  }

  /** One command for all queues. Where they can't be asked together (one is damaged, or lies in another slot) each one is. */
  async #ask(queues: readonly string[]): Promise<readonly string[]> {
    if (queues.length === 0) return [];
    const keys = queues.map((queue) => queueKey(queue, "events"));
    const ids = queues.map((queue) => this.#lastIds.get(queue) ?? nothingYet);
    try {
      const reply = await runCommand(this.#redis.xread("COUNT", 1, "STREAMS", ...keys, ...ids));
      const withEvents = new Set((reply ?? []).map(([key]) => key));
      return queues.filter((queue) => withEvents.has(queueKey(queue, "events")));
    } catch (error) {
      if (isRedisUnavailable(error) || isRedisDenied(error)) throw error;
      return queues;
    }
  }

  async #readLastIds(queues: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const pipeline = this.#redis.pipeline();
    for (const queue of queues) pipeline.xrevrange(queueKey(queue, "events"), "+", "-", "COUNT", 1);
    const replies = queues.length === 0 ? [] : await runPipeline(pipeline);
    return new Map(queues.map((queue, index) => [queue, idOf(replies[index]) ?? nothingYet]));
  }
}

function idOf(reply: unknown): string | null {
  const entry: unknown = Array.isArray(reply) ? reply[0] : null;
  const id: unknown = Array.isArray(entry) ? entry[0] : null;
  return typeof id === "string" ? id : null;
}
