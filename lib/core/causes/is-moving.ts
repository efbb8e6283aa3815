import type { BlockingChild } from "./blocking-child";

/** A worker that goes from one fetch to the next asks for nothing for a moment. */
export const fetchPauseMaxMs = 3_000;

type Line = Pick<BlockingChild, "queue" | "heldInQueue"> & { readonly isDelayed: boolean };

/** Somebody works, and not every slot is held by a job that shows no life. */
export function isMoving({ queue, heldInQueue, isDelayed }: Line): boolean {
  if (queue === null || queue.paused) return false;
  const { workers, counts, stalledCheckPresent } = queue;
  const works = workers === null ? stalledCheckPresent || counts.active > 0 : workers.length > 0;
  if (!works) return false;
  // What was taken since the last sweep was not judged yet.
  const isBusy =
    heldInQueue.length === 0
      ? counts.active > 0
      : heldInQueue.some(({ verdict }) => verdict === "normal" || verdict === "slow");
  // A worker that asks for jobs would have promoted a due one.
  if (isBusy || isDelayed) return isBusy;
  if (workers === null) return heldInQueue.length === 0;
  return workers.some(({ hasFreeSlot, idleMs }) => hasFreeSlot || idleMs < fetchPauseMaxMs);
}
