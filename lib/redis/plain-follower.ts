import type { Redis } from "ioredis";

import type { QueueEvents } from "@/lib/core/lock-source";

import { EventMarks } from "./event-marks";
import { jobHashKey, queueKey } from "./keys";
import { DeniedReply } from "./redis-failures";
import { toQueueEvents } from "./run-events-reply";
import { runPipelineAllowingDenials } from "./run-pipeline";
import { bytesOf, entryMs, fieldOf } from "./stream-entry";
import type { StreamEntry } from "./stream-entry";

const streamsPerTurn = 50;
const entriesMax = 200;
/** Entries carry return values and reasons: of so many bytes, as far as the last ones tell, a reply may be. */
const bytesPerReply = 64 * 1024;
/** Of a stream that was not read yet. */
const bytesPerEntryAtFirst = 4 * 1024;
const textMax = 512;
const letters: Readonly<Record<string, string>> = { added: "a", active: "s", completed: "c", failed: "f" };

type Slice = { readonly queue: string; readonly entries: readonly StreamEntry[]; readonly isWhole: boolean };

/** Follows event streams by plain commands, which bring payloads with them: little at once, the newest entries only. */
export class PlainFollower {
  readonly #redis: Redis;
  readonly #marks: EventMarks;
  /** Changed, but not read yet. */
  readonly #pending = new Set<string>();
  readonly #bytesPerEntry = new Map<string, number>();

  constructor(redis: Redis) {
    this.#redis = redis;
    this.#marks = new EventMarks(redis);
  }

  /** Moves `lastIds` on. Throws `RedisDeniedError` for a user who may read no stream at all. */
  async look(queues: readonly string[], lastIds: Map<string, string>): Promise<readonly QueueEvents[]> {
    for (const queue of await this.#marks.look(queues)) this.#pending.add(queue);
    const known = new Set(queues);
    for (const queue of this.#pending) if (!known.has(queue)) this.#pending.delete(queue);
    for (const queue of this.#bytesPerEntry.keys()) if (!known.has(queue)) this.#bytesPerEntry.delete(queue);
    const asked = [...this.#pending].slice(0, streamsPerTurn);
    for (const queue of asked) this.#pending.delete(queue);
    if (asked.length === 0) return [];
    const slices = await this.#readSlices(asked, lastIds);
    const values = await this.#readValues(slices);
    return slices.map(({ queue, isWhole }, index) => toQueueEvents(queue, { isWhole, values: values[index] }));
  }

  async #readSlices(queues: readonly string[], lastIds: Map<string, string>): Promise<readonly Slice[]> {
    const pipeline = this.#redis.pipeline();
    const counts = queues.map((queue) => this.#countOf(queue));
    for (const [index, queue] of queues.entries()) {
      const last = lastIds.get(queue);
      const oldest = last === undefined ? "-" : `(${last}`;
      pipeline.xrevrange(queueKey(queue, "events"), "+", oldest, "COUNT", counts[index] ?? 1);
    }
    const replies = await runPipelineAllowingDenials(pipeline);
    return queues.flatMap((queue, index): Slice | readonly [] => {
      const reply = replies[index];
      const entries: readonly StreamEntry[] = Array.isArray(reply) ? reply : [];
      const newest = entries[0];
      if (newest === undefined) return [];
      const isWhole = lastIds.has(queue) && entries.length < (counts[index] ?? 1);
      lastIds.set(queue, newest[0]);
      this.#bytesPerEntry.set(queue, Math.ceil(bytesOf(entries) / entries.length));
      return { queue, entries, isWhole };
    });
  }

  /** What the follower's script gives of each slice: six values per event, with what the job's hash knows. */
  async #readValues(slices: readonly Slice[]): Promise<readonly (readonly unknown[])[]> {
    const pipeline = this.#redis.pipeline();
    const found = slices.map(({ queue, entries }) => {
      const ended = new Set<string>();
      return entries.flatMap(([entryId, fields]) => {
        const letter = letters[fieldOf(fields, "event") ?? ""];
        const jobId = fieldOf(fields, "jobId") ?? "";
        if (letter === undefined || jobId === "" || jobId.length > textMax) return [];
        const isAsked = letter !== "a" && !ended.has(jobId);
        if (isAsked) pipeline.hmget(jobHashKey({ queue, id: jobId }), "name", "finishedOn", "pb");
        if (letter === "c" || letter === "f") ended.add(jobId);
        return [{ atMs: entryMs(entryId), letter, jobId, isAsked, name: fieldOf(fields, "name") }];
      });
    });
    const hashes = pipeline.length === 0 ? [] : await runPipelineAllowingDenials(pipeline);
    let next = 0;
    return found.map((events) =>
      events.flatMap(({ atMs, letter, jobId, isAsked, name }) => {
        const reply = isAsked ? hashes[next++] : null;
        const [ownName, finishedOn, worker]: readonly unknown[] =
          reply instanceof DeniedReply || !Array.isArray(reply) ? [] : reply;
        const isEnd = letter === "c" || letter === "f";
        return [
          atMs,
          letter,
          jobId,
          short(isAsked ? ownName : name),
          isEnd ? finishedOn : null,
          isEnd ? short(worker) : null,
        ];
      }),
    );
  }

  #countOf(queue: string): number {
    const bytes = this.#bytesPerEntry.get(queue) ?? bytesPerEntryAtFirst;
    return Math.max(1, Math.min(entriesMax, Math.floor(bytesPerReply / bytes)));
  }
}

function short(value: unknown): string | null {
  return typeof value === "string" && value.length <= textMax ? value : null;
}
