import type { Redis } from "ioredis";

import { splitQueue } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { confirmQueues } from "./confirm-queues";
import { Pause } from "./pause";
import { readWorkers } from "./read-queues";
import { runCommand } from "./run-pipeline";
import { whichHave } from "./which-have";

export type QueueDirectoryOptions = {
  readonly redis: Redis;
  readonly discoveryMs: number;
  /** Look at these prefixes only; `null`: at all that are found. */
  readonly prefixes: readonly string[] | null;
  readonly onFailure: (error: unknown) => void;
};

const metaSuffix = ":meta";
/** Between two steps of a scan in the background: a Redis of a million keys must not pay for our curiosity. */
const scanPaceMs = 100;

/**
 * The queues of a Redis, found without KEYS and without configuration: from the names of connected workers at once,
 * from a paced SCAN for `*:meta` in the background, and from the flows that lead to further queues.
 */
export class QueueDirectory {
  readonly #options: QueueDirectoryOptions;
  readonly #pause = new Pause();
  readonly #known = new Set<string>();
  readonly #noted = new Set<string>();
  #unused: ReadonlySet<string> = new Set();
  #discovering = true;
  #looking: Promise<void> | null = null;
  #rounds: Promise<unknown> | null = null;

  constructor(options: QueueDirectoryOptions) {
    this.#options = options;
  }

  start(): void {
    this.#rounds ??= this.#goRounds();
  }

  async stop(): Promise<void> {
    this.#pause.end();
    await Promise.all([this.#rounds, this.#looking]);
  }

  /** Qualified names, sorted. */
  queues(): readonly string[] {
    return [...this.#known].sort();
  }

  /** Every queue that a job's key can be cut at. */
  knownQueues(): ReadonlySet<string> {
    return this.#known;
  }

  /** Names that have a `meta` but are no queues, as the last whole look found them; bounded. */
  unused(): readonly string[] {
    return [...this.#unused].filter((queue) => !this.#known.has(queue)).sort();
  }

  /** The first look through the whole of Redis is not over yet. */
  discovering(): boolean {
    return this.#discovering;
  }

  /** Learns a queue from a flow; it is listed once the next look has confirmed it. */
  note(queue: string): void {
    if (!this.#known.has(queue) && this.#isWanted(queue) && this.#noted.size < limits.queuesMax) this.#noted.add(queue);
  }

  /** One look through the whole of Redis, at once; a call during one waits for it. */
  async refresh(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    await this.#looking;
  }

  async #look(): Promise<void> {
    await this.#telling(async () => {
      await this.#recheck();
      await this.#scan(0);
      this.#discovering = false;
    });
  }

  /** Known queues are looked at in every round; a paced scan of a large Redis may last longer than one. */
  async #goRounds(): Promise<void> {
    await this.refresh();
    await Promise.all([
      this.#everyRound(() => (this.#discovering ? this.refresh() : this.#telling(() => this.#recheck()))),
      this.#everyRound(() => this.#telling(() => this.#scan(scanPaceMs))),
    ]);
  }

  async #everyRound(look: () => Promise<void>): Promise<void> {
    while (await this.#pause.wait(this.#options.discoveryMs)) await look();
  }

  async #telling(look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      if (!this.#pause.ended) this.#options.onFailure(error);
    }
  }

  async #recheck(): Promise<void> {
    const { redis } = this.#options;
    const workers = await readWorkers(redis);
    const worked = new Set((workers ?? []).map((worker) => worker.queue).filter((queue) => this.#isWanted(queue)));
    // Those without their counter of ids are worth a whole look.
    const used = new Set(await whichHave(redis, [...this.#known], "id"));
    const doubtful = new Set([...this.#known, ...this.#noted, ...worked].filter((queue) => !used.has(queue)));
    const confirmed = await confirmQueues(redis, [...doubtful], worked);
    for (const queue of doubtful) {
      this.#known.delete(queue);
      this.#noted.delete(queue);
    }
    this.#add(confirmed);
  }

  async #scan(paceMs: number): Promise<void> {
    const { redis } = this.#options;
    const unused = new Set<string>();
    let cursor = "0";
    do {
      const [next, keys] = await runCommand(redis.scan(cursor, "MATCH", `*${metaSuffix}`, "COUNT", limits.scanCount));
      const found = keys.map((key) => key.slice(0, -metaSuffix.length));
      const unknown = found.filter((queue) => this.#isWanted(queue) && !this.#known.has(queue));
      const confirmed = new Set(await confirmQueues(redis, unknown, new Set()));
      this.#add([...confirmed]);
      for (const queue of unknown) if (!confirmed.has(queue) && unused.size < limits.unusedQueuesMax) unused.add(queue);
      cursor = next;
    } while (cursor !== "0" && (paceMs === 0 ? !this.#pause.ended : await this.#pause.wait(paceMs)));
    if (cursor === "0") this.#unused = unused;
  }

  #add(queues: readonly string[]): void {
    for (const queue of queues) if (this.#known.size < limits.queuesMax) this.#known.add(queue);
  }

  #isWanted(queue: string): boolean {
    const { prefix, name } = splitQueue(queue);
    if (prefix === "" || name === "") return false;
    return this.#options.prefixes === null || this.#options.prefixes.includes(prefix);
  }
}
