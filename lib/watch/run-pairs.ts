import type { QueueEvents, RunEvent } from "@/lib/core/lock-source";

import { keepNewest } from "./keep-newest";

/** A run that ended well. */
export type EndedRun = {
  readonly name: string | null;
  readonly durationMs: number;
  /** By its worker's clock; `null` where the job is gone. */
  readonly finishedAtMs: number | null;
};

/** What is known of a job at work from elsewhere: `startedAtMs` on Redis' clock. */
export type HeldRun = { readonly name: string | null; readonly startedAtMs: number | null };

type Started = { readonly atMs: number; readonly name: string | null; readonly stretch: number };

/** Jobs that were added, and runs that began, of which nothing more is known yet; the oldest make room. */
const pendingMax = 10_000;

/**
 * Finds how long runs took from their queue's events alone, for jobs that are removed when they finish: both ends are
 * ids of the stream, which are Redis' clock. A failed run ends a pair and tells nothing: were it counted, a job that hung
 * until an operator failed it would make hanging usual.
 */
export class RunPairs {
  readonly #names = new Map<string, string>();
  readonly #started = new Map<string, Started>();
  /** Counts the times when news of a queue was passed over: a start from before may not be the last one. */
  readonly #stretches = new Map<string, number>();

  /** `heldRun` says of a job what the last sweep knew of it, where it was at work then. */
  note({ queue, isWhole, events }: QueueEvents, heldRun: (jobId: string) => HeldRun | null): readonly EndedRun[] {
    if (!isWhole) this.#stretches.set(queue, this.#stretchOf(queue) + 1);
    return events.flatMap((event) => {
      const key = `${queue}\u0000${event.jobId}`;
      if (event.kind === "added") this.#noteName(key, event.name);
      else if (event.kind === "active") this.#noteStart(queue, key, event);
      else return this.#noteEnd(queue, { key, event, held: () => heldRun(event.jobId) });
      return [];
    });
  }

  /** Forgets what other queues were told of. */
  keepOnly(queues: ReadonlySet<string>): void {
    for (const queue of this.#stretches.keys()) if (!queues.has(queue)) this.#stretches.delete(queue);
  }

  /** When the present run of a job began, on Redis' clock; `null` where its event was not seen. */
  startOf(queue: string, jobId: string): number | null {
    const started = this.#started.get(`${queue}\u0000${jobId}`);
    return started?.stretch === this.#stretchOf(queue) ? started.atMs : null;
  }

  #noteName(key: string, name: string | null): void {
    if (name === null) this.#names.delete(key);
    else keepNewest(this.#names, { key, value: name, max: pendingMax });
  }

  #noteStart(queue: string, key: string, { atMs, name }: RunEvent): void {
    const known = name ?? this.#names.get(key) ?? this.#started.get(key)?.name ?? null;
    this.#names.delete(key);
    const value = { atMs, name: known, stretch: this.#stretchOf(queue) };
    keepNewest(this.#started, { key, value, max: pendingMax });
  }

  #noteEnd(
    queue: string,
    { key, event, held }: { readonly key: string; readonly event: RunEvent; readonly held: () => HeldRun | null },
  ): readonly EndedRun[] {
    const started = this.#started.get(key);
    const heldBefore = held();
    const name = event.name ?? started?.name ?? this.#names.get(key) ?? heldBefore?.name ?? null;
    this.#names.delete(key);
    this.#started.delete(key);
    if (event.kind === "failed") return [];
    const isLast = started?.stretch === this.#stretchOf(queue);
    const startedAtMs = isLast ? started.atMs : (heldBefore?.startedAtMs ?? null);
    if (startedAtMs === null || event.atMs < startedAtMs) return [];
    return [{ name, durationMs: event.atMs - startedAtMs, finishedAtMs: event.finishedAtMs }];
  }

  #stretchOf(queue: string): number {
    return this.#stretches.get(queue) ?? 0;
  }
}
