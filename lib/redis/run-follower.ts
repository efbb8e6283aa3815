import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";
import type { QueueEvents } from "@/lib/core/lock-source";
import { isRedisDenied } from "@/lib/core/redis-failure";

import { byPrefix } from "./by-prefix";
import { followScript } from "./follow-script";
import { PlainFollower } from "./plain-follower";
import { queueKey } from "./keys";
import { ReadScript } from "./read-script";
import { toQueueEvents, toStreamReplies } from "./run-events-reply";
import type { StreamReply } from "./run-events-reply";
import type { RedisClock } from "./redis-clock";
import { scriptElseCommands } from "./script-else-commands";

const budgetUs = 1_500;
/** As many as BullMQ keeps where nothing else is set (`src/classes/queue-base.ts`, `streams.events.maxLen`). */
const entriesPerStreamMax = 10_000;
const streamsPerCall = 500;
/** What is left is read in the next turns: a turn takes some hundredths of a second of Redis' time at most. */
const callsPerTurn = 15;

/** A stream that is read back from its newest entry, over several calls. */
type UnderWay = {
  readonly newestId: string;
  oldestId: string;
  entries: number;
  /** Newest first. */
  readonly values: unknown[];
};

type Options = { readonly redis: Redis; readonly reader: Pick<FlowReader, "kind">; readonly clock: RedisClock };

/**
 * Follows queues' event streams from the last id seen of each, one command for many streams while nothing happens. Of
 * a stream with very much news the newest entries are read; so is the end of one that is looked at for the first time.
 * That may take several turns.
 */
export class RunFollower {
  readonly #script: ReadScript;
  readonly #read: (queues: readonly string[]) => Promise<readonly QueueEvents[]>;
  readonly #clock: RedisClock;
  readonly #lastIds = new Map<string, string>();
  readonly #underWay = new Map<string, UnderWay>();
  #isDenied = false;
  /** Of more streams than one turn comes to, the next one goes on here. */
  #nextQueue: string | null = null;

  constructor({ redis, reader, clock }: Options) {
    this.#clock = clock;
    this.#script = new ReadScript(redis, followScript);
    const plain = new PlainFollower(redis);
    this.#read = scriptElseCommands(
      reader,
      (queues) => this.#callScript(queues),
      (queues) => plain.look(queues, this.#lastIds),
    );
  }

  /** Runs that began or ended since the last call. `null` for a user who may not read the streams. */
  async look(queues: readonly string[]): Promise<readonly QueueEvents[] | null> {
    if (this.#isDenied) return null;
    const wanted = new Set(queues);
    for (const known of [this.#lastIds, this.#underWay])
      for (const queue of known.keys()) if (!wanted.has(queue)) known.delete(queue);
    try {
      return await this.#read(this.#inTurn(queues));
    } catch (error) {
      if (!isRedisDenied(error) || error.kind !== "no-permission") throw error;
      this.#isDenied = true;
      return null;
    }
  }

  async #callScript(queues: readonly string[]): Promise<readonly QueueEvents[]> {
    const news: QueueEvents[] = [];
    let calls = 0;
    for (const part of byPrefix(queues, (queue) => queue)) {
      const left = [...part];
      while (left.length > 0 && calls < callsPerTurn) {
        calls += 1;
        const asked = left.splice(0, streamsPerCall);
        const { read, replies } = await this.#readStreams(asked);
        left.unshift(...asked.slice(read));
        for (const reply of replies) {
          const events = this.#take(reply);
          if (events === null) left.push(reply.queue);
          else news.push(events);
        }
      }
      this.#nextQueue ??= left[0] ?? null;
    }
    return news;
  }

  async #readStreams(queues: readonly string[]) {
    const streams = queues.flatMap((queue) => {
      return [queue, this.#lastIds.get(queue) ?? "", this.#underWay.get(queue)?.oldestId ?? ""];
    });
    const key = queueKey(queues[0] ?? "", "events");
    const reply = await this.#script.run(key, [budgetUs, budgetUs, JSON.stringify(streams)]);
    const [read, replies, atMs]: readonly unknown[] = Array.isArray(reply) ? reply : [];
    if (typeof read !== "number" || read < 1) throw new Error("The script came to no stream.");
    this.#clock.noteMs(Number(atMs));
    return { read, replies: toStreamReplies(queues, replies) };
  }

  /** `null` where there is more to be read back before its events can be told in their order. */
  #take({ queue, newestId, oldestId, isAll, entries, values }: StreamReply): QueueEvents | null {
    const begun = this.#underWay.get(queue) ?? { newestId: newestId ?? "", oldestId: "", entries: 0, values: [] };
    begun.values.push(...values);
    begun.entries += entries;
    begun.oldestId = oldestId ?? begun.oldestId;
    this.#underWay.set(queue, begun);
    if (!isAll && begun.entries < entriesPerStreamMax) return null;
    this.#underWay.delete(queue);
    const isWhole = isAll && this.#lastIds.has(queue);
    this.#lastIds.set(queue, begun.newestId);
    return toQueueEvents(queue, { isWhole, values: begun.values });
  }

  #inTurn(queues: readonly string[]): readonly string[] {
    const from = this.#nextQueue === null ? -1 : queues.indexOf(this.#nextQueue);
    this.#nextQueue = null;
    return from <= 0 ? queues : [...queues.slice(from), ...queues.slice(0, from)];
  }
}
