import type { ActionId } from "../action";
import type { Evidence, Fact } from "../diagnosis";
import { formatDuration, formatRoundDuration } from "../format-duration";
import type { LockState } from "../lock-state";
import { hasOtherFreeSlot } from "../other-free-slot";
import { clockOffText } from "../worker-clock";
import { fact } from "./blocking-child";
import type { BlockingChild } from "./blocking-child";
import { hashEvidence } from "./evidence";

/** How long the lock is held, beside what is usual; and that its worker's clock is off, where it is. */
export function heldFacts({ child }: BlockingChild, lock: LockState): readonly Fact[] {
  const usual =
    lock.usualMs === null
      ? `Usual time unknown: no finished ${child.name ?? "jobs of this name"} kept.`
      : `Usual: ${formatRoundDuration(lock.usualMs.p50)} (95% finish within ${formatRoundDuration(lock.usualMs.p95)}).`;
  const started = hashEvidence(child, "processedOn", child.processedAtMs);
  return [
    fact(`Held for ${formatDuration(lock.heldMs)}. ${usual}`, started),
    ...clockFacts({ lock, started, startedAtMs: child.processedAtMs }),
  ];
}

type Started = { readonly lock: LockState; readonly started: Evidence; readonly startedAtMs: number | null };

function clockFacts({ lock, started, startedAtMs }: Started): readonly Fact[] {
  const { clockOffMs, job } = lock;
  const off = clockOffText(clockOffMs);
  if (off === null || clockOffMs === null || startedAtMs === null) return [];
  const event = {
    command: "XREVRANGE",
    key: `${job.queue}:events`,
    value: `active ${job.id} at ${startedAtMs - clockOffMs}`,
    readAtMs: started.readAtMs,
  };
  return [fact(`The clock of ${holderOf(lock)} is ${off}. Times here are Redis'.`, started, event)];
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
