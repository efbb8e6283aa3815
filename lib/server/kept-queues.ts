import "server-only";

import type { QueueReading, WorkerClient } from "@/lib/core/queue-reading";

import type { KeptReaderOptions } from "./kept-reader";
import type { Beat } from "./pulse";

type KeptQueue = { readonly reading: QueueReading; readonly beat: Beat; readonly readAtMs: number };

/** Limits run out and checks for stalled jobs come and go without an event: queues are read again this often. */
const queuesEveryMinMs = 20_000;
const queuesEveryMaxMs = 60_000;
const perQueueMs = 2_000;
const workersEveryMs = 5_000;

/** Queue readings kept while nothing happens, each with the workers as they were seen last. */
export class KeptQueues {
  readonly #options: Pick<KeptReaderOptions, "reader" | "pulse" | "now">;
  readonly #queues = new Map<string, KeptQueue>();
  #workers: { readonly answer: Promise<readonly WorkerClient[] | null>; readonly readAtMs: number } | null = null;

  constructor(options: Pick<KeptReaderOptions, "reader" | "pulse" | "now">) {
    this.#options = options;
  }

  async readQueues(names: readonly string[]): Promise<readonly QueueReading[]> {
    const beat = await this.#options.pulse.feel();
    const everyMs = Math.min(queuesEveryMaxMs, Math.max(queuesEveryMinMs, perQueueMs * this.#queues.size));
    const nowMs = this.#options.now();
    const isKept = (name: string) => {
      const known = this.#queues.get(name);
      return known !== undefined && known.beat.revision === beat.revision && nowMs - known.readAtMs < everyMs;
    };
    const missing = names.filter((name) => !isKept(name));
    const fresh = missing.length === 0 ? [] : await this.#options.reader.readQueues(missing);
    for (const reading of fresh) this.#note(reading, beat, nowMs);
    const workers = missing.length === names.length ? undefined : await this.readWorkers();
    const read = new Map(fresh.map((reading) => [reading.queue, reading]));
    return names.flatMap((name) => {
      const reading = read.get(name) ?? this.#queues.get(name)?.reading;
      if (reading === undefined) return [];
      return [read.has(name) || workers === undefined ? reading : toKept(reading, workers, beat)];
    });
  }

  async readWorkers(): Promise<readonly WorkerClient[] | null> {
    await this.#options.pulse.feel();
    const nowMs = this.#options.now();
    if (this.#workers === null || nowMs - this.#workers.readAtMs >= workersEveryMs) {
      const kept = { answer: this.#options.reader.readWorkers(), readAtMs: nowMs };
      this.#workers = kept;
      kept.answer.catch(() => {
        if (this.#workers === kept) this.#workers = null;
      });
    }
    return this.#workers.answer;
  }

  /** Counts that changed without an event: somebody changed keys by hand, or drained the queue. */
  #note(reading: QueueReading, beat: Beat, nowMs: number): void {
    const known = this.#queues.get(reading.queue);
    const isUntold = known !== undefined && known.beat.revision === beat.revision && !isAlike(known.reading, reading);
    this.#queues.set(reading.queue, { reading, beat, readAtMs: nowMs });
    if (isUntold) this.#options.pulse.bump();
  }
}

function isAlike(a: QueueReading, b: QueueReading): boolean {
  return JSON.stringify([a.counts, a.paused, a.damaged]) === JSON.stringify([b.counts, b.paused, b.damaged]);
}

function toKept(reading: QueueReading, workers: readonly WorkerClient[] | null, { atMs }: Beat): QueueReading {
  const agedMs = Math.max(0, atMs - reading.readAtMs);
  const { rateLimitedForMs } = reading.limits;
  const leftMs = rateLimitedForMs === null ? null : rateLimitedForMs - agedMs;
  return {
    ...reading,
    readAtMs: reading.readAtMs + agedMs,
    workers: workers?.filter(({ queue }) => queue === reading.queue) ?? null,
    limits: { ...reading.limits, rateLimitedForMs: leftMs !== null && leftMs > 0 ? leftMs : null },
    oldestWaitingMs: reading.oldestWaitingMs === null ? null : reading.oldestWaitingMs + agedMs,
  };
}
