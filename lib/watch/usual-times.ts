import type { FinishedDuration } from "@/lib/core/lock-source";
import type { UsualTime } from "@/lib/core/lock-watch";

/** How many queues and names are remembered; the one learned longest ago makes room. */
const entriesMax = 5_000;
/** Fewer finished jobs than this say nothing about what is usual. */
const sampleMin = 5;

/** Usual durations per queue and job name, from the jobs that finished last. Durations compare one worker's clock with itself. */
export class UsualTimes {
  readonly #byQueueAndName = new Map<string, UsualTime>();

  note(queue: string, finished: readonly FinishedDuration[]): void {
    const durationsByName = new Map<string, number[]>();
    for (const { name, durationMs } of finished) {
      const durations = durationsByName.get(name);
      if (durations === undefined) durationsByName.set(name, [durationMs]);
      else durations.push(durationMs);
    }
    for (const [name, durations] of durationsByName) {
      if (durations.length < sampleMin) continue;
      const key = entryKey(queue, name);
      this.#byQueueAndName.delete(key);
      this.#byQueueAndName.set(key, toUsualTime(durations));
    }
    for (const key of this.#byQueueAndName.keys()) {
      if (this.#byQueueAndName.size <= entriesMax) return;
      this.#byQueueAndName.delete(key);
    }
  }

  /** `null`: too few finished jobs of this name are kept in Redis. */
  of(queue: string, name: string | null): UsualTime | null {
    if (name === null) return null;
    return this.#byQueueAndName.get(entryKey(queue, name)) ?? null;
  }
}

/** Nearest-rank percentiles of durations in ms. */
export function toUsualTime(durationsMs: readonly number[]): UsualTime {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50Ms: rank(0.5), p95Ms: rank(0.95), p99Ms: rank(0.99), sample: sorted.length };
}

function entryKey(queue: string, name: string): string {
  return `${queue}\u0000${name}`;
}
