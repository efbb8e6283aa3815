import type { WarningCode } from "./action";
import { queueLabel } from "./job-label";
import type { JobReading } from "./job-reading";
import type { QueueReading } from "./queue-reading";

export type PickUp = { readonly sentences: readonly string[]; readonly warnings: readonly WarningCode[] };

/** What keeps jobs that are about to wait from being picked up by a worker. */
export function pickUpOf(
  jobs: readonly JobReading[],
  queues: ReadonlyMap<string, QueueReading>,
  noWorker: "no-worker-for-parent" | "no-worker-for-queue",
): PickUp {
  const readings = new Set(jobs.map(({ ref }) => queues.get(ref.queue)).filter((queue) => queue !== undefined));
  const sentences: string[] = [];
  const warnings: WarningCode[] = [];
  for (const { queue, paused, workers } of readings) {
    const name = queueLabel(queue);
    if (paused) {
      warnings.push("queue-paused");
      sentences.push(`The queue ${name} is paused.`);
    }
    if (workers?.length === 0) {
      warnings.push(noWorker);
      sentences.push(`No worker is connected to ${name}, so nothing will pick it up.`);
    }
  }
  return { sentences, warnings };
}
