import type { QueueEvents } from "@/lib/core/lock-source";
import { nearestToNone } from "@/lib/core/worker-clock";

import { keepNewest } from "./keep-newest";

/** The last runs of each worker that its clock is judged by, and how many workers are remembered. */
const differencesMax = 5;
const workersMax = 1_000;

/** How far workers' clocks are from Redis': of each ended run both tell when it was over. */
export class WorkerClocks {
  readonly #differences = new Map<string, readonly number[]>();

  note({ queue, events }: QueueEvents): void {
    for (const { atMs, finishedAtMs, worker } of events) {
      if (finishedAtMs === null || worker === null) continue;
      const key = `${queue}\u0000${worker}`;
      const value = [...(this.#differences.get(key) ?? []), finishedAtMs - atMs].slice(-differencesMax);
      keepNewest(this.#differences, { key, value, max: workersMax });
    }
  }

  /** In ms, ahead of Redis' clock where it is more than 0; `null` where no run of this worker is known. */
  offOf(queue: string, worker: string): number | null {
    return nearestToNone(this.#differences.get(`${queue}\u0000${worker}`) ?? []);
  }
}
