import type { JobReading } from "./job-reading";
import type { QueueReading } from "./queue-reading";

/**
 * Whether a worker other than the one that has the job shows a free slot; `null` where workers can't be listed. Where the
 * holder has no name of its own, any second worker may be the other one.
 */
export function hasOtherFreeSlot(job: JobReading, queue: QueueReading | undefined): boolean | null {
  const workers = queue?.workers ?? null;
  if (workers === null) return null;
  const free = workers.filter(({ hasFreeSlot }) => hasFreeSlot);
  const namesakes = workers.filter(({ name }) => name !== null && name === job.processedBy);
  if (job.processedBy === null || namesakes.length > 1) return workers.length > 1 && free.length > 0;
  return free.some((worker) => worker !== namesakes[0]);
}
