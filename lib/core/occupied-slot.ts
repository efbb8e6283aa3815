import type { NamedJob } from "./job-ref";
import type { LockState } from "./lock-state";
import type { WorkerClient } from "./queue-reading";

/** A run whose job was failed or put back in line here: its code goes on and holds a slot of its worker. */
export type OccupiedSlot = {
  readonly job: NamedJob;
  /** Digest of the run's lock token: names the run. */
  readonly lockId: string;
  /** Digest of the token's part before the colon: names the worker instance. */
  readonly workerId: string;
  /** The worker's name, `null` when it has none. */
  readonly holder: string | null;
  readonly action: "fail" | "retry";
  /** This machine's clock. */
  readonly sinceAtMs: number;
  /** CLIENT LIST ids of the connections that may be the worker's; `null`: CLIENT LIST is refused. */
  readonly clientIds: readonly string[] | null;
  /** How many jobs the worker runs at once, where it had no free slot at that moment; `null`: not known. */
  readonly slots: number | null;
};

export type WorkersNow = {
  readonly locks: readonly Pick<LockState, "lockId" | "workerId">[];
  /** `null`: CLIENT LIST is refused. */
  readonly clients: readonly WorkerClient[] | null;
};

type Run = Pick<OccupiedSlot, "job" | "lockId" | "workerId" | "holder" | "action" | "sinceAtMs">;

/**
 * What is to be remembered of a run; `null` where no connection can be told to be its worker's, so that nothing would
 * ever show its end. Only the worker's blocking connection is named (BullMQ `src/classes/worker.ts`).
 */
export function toOccupiedSlot(run: Run, known: readonly OccupiedSlot[], now: WorkersNow): OccupiedSlot | null {
  const others = known.filter(({ workerId, lockId }) => workerId === run.workerId && lockId !== run.lockId);
  const full = countLocks(now.locks, run.workerId, [run, ...others]) + others.length + 1;
  if (now.clients === null) return { ...run, clientIds: null, slots: full };
  const holder = run.holder === "" ? null : run.holder;
  const mine = now.clients.filter(({ queue, name }) => queue === run.job.queue && name === holder);
  if (mine.length === 0) return null;
  const isFull = mine.every(({ hasFreeSlot }) => !hasFreeSlot);
  return { ...run, clientIds: mine.map(({ clientId }) => clientId), slots: isFull ? full : null };
}

/**
 * The slots that are free again, by `lockId`: the worker is gone, fetches although nothing would be free, or holds more
 * new locks than there is room for. Which of several runs of one worker ended can't be told: the oldest are taken.
 */
export function freedSlots(slots: readonly OccupiedSlot[], now: WorkersNow): ReadonlySet<string> {
  const freed = new Set<string>();
  for (const id of new Set(slots.map(({ workerId }) => workerId))) {
    const ofWorker = slots.filter(({ workerId }) => workerId === id);
    const oldestFirst = ofWorker.toSorted((a, b) => a.sinceAtMs - b.sinceAtMs);
    for (const { lockId } of oldestFirst.slice(0, countFreed(oldestFirst, now))) freed.add(lockId);
  }
  return freed;
}

function countFreed(slots: readonly OccupiedSlot[], { locks, clients }: WorkersNow): number {
  const latest = slots.at(-1);
  if (latest === undefined) return 0;
  const { clientIds, workerId } = latest;
  const mine =
    clientIds === null || clients === null ? null : clients.filter((one) => clientIds.includes(one.clientId));
  if (mine?.length === 0) return slots.length;
  const room = slots.reduce((most, one) => Math.max(most, one.slots ?? 0), 0);
  if (room === 0) return 0;
  // Two workers of one name can't be told apart, so a free slot may be the other's.
  const fetches = mine?.length === 1 && mine[0]?.hasFreeSlot === true ? 1 : 0;
  return Math.max(0, countLocks(locks, workerId, slots) + slots.length + fetches - room);
}

/** A sweep that began before the action may still list the run's own lock. */
function countLocks(
  locks: WorkersNow["locks"],
  workerId: string,
  runs: readonly Pick<OccupiedSlot, "lockId">[],
): number {
  return locks.filter((lock) => lock.workerId === workerId && !runs.some(({ lockId }) => lockId === lock.lockId))
    .length;
}

/** `Restart api-7: 2 of its slots are held by jobs that were failed here.` */
export function restartAdvice(slots: readonly Pick<OccupiedSlot, "holder" | "action">[]): string | null {
  const first = slots[0];
  if (first === undefined) return null;
  const worker = first.holder === null || first.holder === "" ? "this worker" : first.holder;
  const held =
    slots.length === 1
      ? "1 of its slots is held by a job that was"
      : `${slots.length.toLocaleString("en-US")} of its slots are held by jobs that were`;
  const words = [...new Set(slots.map(({ action }) => actionWords[action]))].toSorted();
  return `Restart ${worker}: ${held} ${words.join(" or ")} here.`;
}

const actionWords = { fail: "failed", retry: "retried" } as const satisfies Record<OccupiedSlot["action"], string>;
