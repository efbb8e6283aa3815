import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";
import type { LockSource, QueueEvents } from "@/lib/core/lock-source";
import type { UsualTime } from "@/lib/core/lock-watch";

import { RunPairs } from "./run-pairs";
import type { HeldRun } from "./run-pairs";
import { UsualTimes } from "./usual-times";
import { WorkerClocks } from "./worker-clocks";

type Options = {
  readonly source: Pick<LockSource, "followRuns" | "readFinished">;
  /** What the last sweep knew of a job, where it was at work then. */
  readonly heldRun: (ref: JobRef) => HeldRun | null;
};

/** Finished jobs that no event told of are looked for this often in each queue with held locks. */
const finishedEveryMs = 30_000;

/** Which finished jobs of a queue counted already, by their workers' clocks. */
type Counted = {
  firstMs: number | null;
  lastMs: number | null;
  readAtMs: number | null;
  /** Since it was read. */
  hasNews: boolean;
};

/** Learns how long jobs usually take: from events, and from finished jobs that are kept where events tell nothing. */
export class RunWatch {
  readonly #options: Options;
  readonly #pairs = new RunPairs();
  readonly #usual = new UsualTimes();
  readonly #clocks = new WorkerClocks();
  readonly #counted = new Map<string, Counted>();
  #isFollowing = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Takes in what happened since the last call. To be called before the sweep's own readings are taken in. */
  async follow(queues: readonly string[]): Promise<void> {
    const known = new Set(queues);
    for (const queue of this.#counted.keys()) if (!known.has(queue)) this.#counted.delete(queue);
    this.#pairs.keepOnly(known);
    const news = await this.#options.source.followRuns(queues);
    this.#isFollowing = news !== null;
    for (const one of news ?? []) this.#note(one);
  }

  /** Looks for finished jobs of the queues where jobs are at work: once, and again where something happened. */
  async readFinished(jobs: readonly JobReading[], atMs: number): Promise<void> {
    for (const queue of new Set(jobs.map((job) => job.ref.queue))) {
      const counted = this.#countedOf(queue);
      const isFirst = counted.readAtMs === null;
      if (counted.readAtMs !== null && atMs - counted.readAtMs < finishedEveryMs) continue;
      if (!isFirst && this.#isFollowing && !counted.hasNews) continue;
      counted.readAtMs = atMs;
      counted.hasNews = false;
      // At first those from before the first event that was seen, later those that came since.
      const between = { afterMs: isFirst ? null : counted.lastMs, beforeMs: isFirst ? counted.firstMs : null };
      for (const { name, durationMs, finishedAtMs } of await this.#options.source.readFinished(queue, between)) {
        this.#usual.note(queue, name, durationMs);
        noteCounted(counted, finishedAtMs);
      }
    }
  }

  usualOf(queue: string, name: string | null): UsualTime | null {
    return this.#usual.of(queue, name);
  }

  /** When a job's present run began, on Redis' clock; `null` where its event was not seen. */
  startOf({ queue, id }: JobRef): number | null {
    return this.#pairs.startOf(queue, id);
  }

  /** How far a worker's clock is from Redis', as its last ended runs tell; see `WorkerClocks`. */
  clockOffOf(queue: string, worker: string): number | null {
    return this.#clocks.offOf(queue, worker);
  }

  #note(news: QueueEvents): void {
    const { queue } = news;
    this.#clocks.note(news);
    const counted = this.#countedOf(queue);
    counted.hasNews = true;
    const ended = this.#pairs.note(news, (id) => this.#options.heldRun({ queue, id }));
    for (const { name, durationMs, finishedAtMs } of ended) {
      this.#usual.note(queue, name, durationMs);
      if (finishedAtMs !== null) noteCounted(counted, finishedAtMs);
    }
  }

  #countedOf(queue: string): Counted {
    const counted = this.#counted.get(queue) ?? { firstMs: null, lastMs: null, readAtMs: null, hasNews: false };
    this.#counted.set(queue, counted);
    return counted;
  }
}

function noteCounted(counted: Counted, finishedAtMs: number): void {
  counted.firstMs = Math.min(counted.firstMs ?? finishedAtMs, finishedAtMs);
  counted.lastMs = Math.max(counted.lastMs ?? finishedAtMs, finishedAtMs);
}
