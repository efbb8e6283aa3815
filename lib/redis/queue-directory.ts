import type { Redis } from "ioredis";

import { splitQueue } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { queueKey } from "./keys";
import { readWorkers } from "./read-queues";
import { runCommand, runPipeline } from "./run-pipeline";

export type QueueDirectoryOptions = {
  readonly redis: Redis;
  readonly discoveryMs: number;
  /** Look at these prefixes only; `null`: at all that are found. */
  readonly prefixes: readonly string[] | null;
  readonly onFailure: (error: unknown) => void;
};

const metaSuffix = ":meta";

/**
 * The queues of a Redis, found without KEYS and without configuration: from the names of connected workers at once,
 * from a paced SCAN for `*:meta` in the background, and from the flows that lead to further queues.
 */
export class QueueDirectory {
  readonly #options: QueueDirectoryOptions;
  #known = new Set<string>();
  #learned = new Set<string>();
  #discovering = true;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(options: QueueDirectoryOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#timer !== null) return;
    this.#timer = setInterval(() => void this.refresh(), this.#options.discoveryMs);
    void this.refresh();
  }

  async stop(): Promise<void> {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  /** Qualified names, sorted. */
  queues(): readonly string[] {
    return [...this.#known].sort();
  }

  /** Every queue that a job's key can be cut at: the listed ones and those seen in keys. */
  knownQueues(): ReadonlySet<string> {
    return this.#known;
  }

  /** The first look through the whole of Redis is not over yet. */
  discovering(): boolean {
    return this.#discovering;
  }

  /** Learns a queue from a flow; it is listed at once and confirmed by the next look. */
  note(queue: string): void {
    if (this.#known.has(queue) || !this.#isWanted(queue) || this.#known.size >= limits.queuesMax) return;
    this.#known.add(queue);
    this.#learned.add(queue);
  }

  /** One look through Redis; a call during one waits for it. */
  async refresh(): Promise<void> {
    this.#running ??= this.#look()
      .catch((error: unknown) => this.#options.onFailure(error))
      .finally(() => {
        this.#running = null;
      });
    await this.#running;
  }

  async #look(): Promise<void> {
    const { redis } = this.#options;
    const workers = await readWorkers(redis);
    const worked = new Set((workers ?? []).map((worker) => worker.queue).filter((queue) => this.#isWanted(queue)));
    for (const queue of worked) if (this.#known.size < limits.queuesMax) this.#known.add(queue);
    const candidates = new Set([...worked, ...this.#known, ...this.#learned, ...(await this.#scanMetas())]);
    const confirmed = await confirmQueues(redis, [...candidates], worked);
    this.#known = new Set(confirmed.slice(0, limits.queuesMax));
    this.#learned = new Set([...this.#learned].filter((queue) => this.#known.has(queue)));
    this.#discovering = false;
  }

  async #scanMetas(): Promise<readonly string[]> {
    const queues: string[] = [];
    let cursor = "0";
    do {
      const [next, keys] = await runCommand(
        this.#options.redis.scan(cursor, "MATCH", `*${metaSuffix}`, "COUNT", limits.scanCount),
      );
      for (const key of keys) {
        const queue = key.slice(0, -metaSuffix.length);
        if (!this.#isWanted(queue)) continue;
        queues.push(queue);
      }
      cursor = next;
    } while (cursor !== "0");
    return queues;
  }

  #isWanted(queue: string): boolean {
    const { prefix, name } = splitQueue(queue);
    if (prefix === "" || name === "") return false;
    return this.#options.prefixes === null || this.#options.prefixes.includes(prefix);
  }
}

/**
 * Keeps what is a queue: its `meta` is BullMQ's and a job was ever added (`id`), or a worker is connected, or one of
 * its collections exists. A `meta` alone is a phantom that some `new Queue` left behind.
 */
async function confirmQueues(
  redis: Redis,
  queues: readonly string[],
  worked: ReadonlySet<string>,
): Promise<readonly string[]> {
  const confirmed: string[] = [];
  for (let start = 0; start < queues.length; start += limits.pipelineChunk) {
    const chunk = queues.slice(start, start + limits.pipelineChunk);
    const pipeline = redis.pipeline();
    for (const queue of chunk) {
      pipeline.exists(queueKey(queue, "id"));
      pipeline.exists(
        ...(["wait", "paused", "active", "delayed", "waiting-children"] as const).map((part) => queueKey(queue, part)),
      );
      pipeline.exists(...(["prioritized", "completed", "failed"] as const).map((part) => queueKey(queue, part)));
      pipeline.hexists(queueKey(queue, "meta"), "opts.maxLenEvents");
      pipeline.hexists(queueKey(queue, "meta"), "version");
    }
    const replies = await runPipeline(pipeline);
    for (const [index, queue] of chunk.entries()) {
      const [id, lists, sets, maxLen, version] = replies
        .slice(index * 5, index * 5 + 5)
        .map((reply) => Number(reply) > 0);
      // Any key may end in `:meta`; the queue's other keys tell.
      const isBullmq = maxLen === true || version === true || lists === true || sets === true;
      const isUsed = id === true || lists === true || sets === true;
      if (worked.has(queue) || (isBullmq && isUsed)) confirmed.push(queue);
    }
  }
  return confirmed;
}
