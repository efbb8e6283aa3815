import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";
import { splitQueue } from "@/lib/core/job-ref";
import type { QueueEvents } from "@/lib/core/lock-source";
import { isRedisDenied } from "@/lib/core/redis-failure";

import { followScript } from "./follow-script";
import { PlainFollower } from "./plain-follower";
import { queueKey } from "./keys";
import { ReadScript } from "./read-script";
import { toQueueEvents } from "./run-events-reply";
import { scriptElseCommands } from "./script-else-commands";

const budgetUs = 1_500;
const entriesPerStreamMax = 1_000;
const streamsPerCall = 500;
/** What is left is looked at in the next turns: a turn takes some hundredths of a second of Redis' time at most. */
const callsPerTurn = 10;

type Options = { readonly redis: Redis; readonly reader: Pick<FlowReader, "kind"> };

/**
 * Follows queues' event streams from the last id seen of each, one command for many streams while nothing happens. Of
 * a stream with very much news the newest entries are read; so is the end of one that is looked at for the first time.
 */
export class RunFollower {
  readonly #script: ReadScript;
  readonly #read: (queues: readonly string[]) => Promise<readonly QueueEvents[]>;
  readonly #lastIds = new Map<string, string>();
  #isDenied = false;
  /** Of more streams than one turn comes to, the next one goes on here. */
  #nextQueue: string | null = null;

  constructor({ redis, reader }: Options) {
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
    for (const queue of this.#lastIds.keys()) if (!wanted.has(queue)) this.#lastIds.delete(queue);
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
    for (const ofOnePrefix of byPrefix(queues)) {
      let left = ofOnePrefix;
      while (left.length > 0) {
        if (calls >= callsPerTurn) {
          this.#nextQueue ??= left[0] ?? null;
          return news;
        }
        calls += 1;
        const asked = left.slice(0, streamsPerCall);
        const { read, events } = await this.#readStreams(asked);
        news.push(...events);
        left = left.slice(read);
      }
    }
    return news;
  }

  async #readStreams(queues: readonly string[]) {
    const streams = JSON.stringify(queues.flatMap((queue) => [queue, this.#lastIds.get(queue) ?? ""]));
    const key = queueKey(queues[0] ?? "", "events");
    const reply = await this.#script.run(key, [budgetUs, budgetUs, entriesPerStreamMax, streams]);
    const [read, news] = Array.isArray(reply) ? reply : [];
    if (typeof read !== "number" || read < 1) throw new Error("The script came to no stream.");
    const events = (Array.isArray(news) ? news : []).flatMap((one: unknown) => {
      const [place, newestId, whole, values]: readonly unknown[] = Array.isArray(one) ? one : [];
      const queue = queues[Number(place)];
      if (queue === undefined || typeof newestId !== "string") return [];
      const isWhole = whole === 1 && this.#lastIds.has(queue);
      this.#lastIds.set(queue, newestId);
      return [toQueueEvents(queue, { isWhole, values })];
    });
    return { read, events };
  }

  #inTurn(queues: readonly string[]): readonly string[] {
    const from = this.#nextQueue === null ? -1 : queues.indexOf(this.#nextQueue);
    this.#nextQueue = null;
    return from <= 0 ? queues : [...queues.slice(from), ...queues.slice(0, from)];
  }
}

/** Streams of one prefix are in one slot of a cluster, where a script may read them together. */
function byPrefix(queues: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const queue of queues) {
    const { prefix } = splitQueue(queue);
    const group = groups.get(prefix);
    if (group === undefined) groups.set(prefix, [queue]);
    else group.push(queue);
  }
  return [...groups.values()];
}
