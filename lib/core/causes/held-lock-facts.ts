import type { ActionId } from "../action";
import type { Fact } from "../diagnosis";
import { formatDuration, formatRoundDuration } from "../format-duration";
import type { LockState } from "../lock-state";
import { hasOtherFreeSlot } from "../other-free-slot";
import { fact } from "./blocking-child";
import type { BlockingChild } from "./blocking-child";
import { hashEvidence } from "./evidence";

/** How long the lock is held, beside what is usual. */
export function heldFact({ child }: BlockingChild, lock: LockState): Fact {
  const usual =
    lock.usualMs === null
      ? `Usual time unknown: no finished ${child.name ?? "jobs of this name"} kept.`
      : `Usual: ${formatRoundDuration(lock.usualMs.p50)} (95% finish within ${formatRoundDuration(lock.usualMs.p95)}).`;
  return fact(
    `Held for ${formatDuration(lock.heldMs)}. ${usual}`,
    hashEvidence(child, "processedOn", child.processedAtMs),
  );
}

/** For how long progress, logs and data told nothing. */
export function silenceFact({ child, nowMs }: BlockingChild, lock: LockState): Fact {
  const evidence = [hashEvidence(child, "progress", child.progress)];
  if (lock.lastSignAtMs === null)
    return fact(`No progress, no log line and no change of its data in ${formatDuration(lock.heldMs)}.`, ...evidence);
  return fact(
    `No progress, no log line and no change of its data for ${formatDuration(nowMs - lock.lastSignAtMs)}.`,
    ...evidence,
  );
}

export function holderOf(lock: LockState): string {
  return lock.holder ?? `Unnamed worker ${lock.workerId}`;
}

/** What can be done about a job at work. Without another worker's free slot a retry ends at the same sick worker. */
export function actionsOnHeld({ child, queue }: BlockingChild): readonly ActionId[] {
  if (hasOtherFreeSlot(child, queue ?? undefined) === false) return ["detach", "fail", "retry", "release-lock"];
  return ["retry", "detach", "fail", "release-lock"];
}
