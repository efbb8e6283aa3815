import type { LockState } from "@/lib/core/lock-state";

export const lockGroupings = ["none", "holder", "name"] as const;
export type LockGrouping = (typeof lockGroupings)[number];

export type LockGroup = {
  readonly id: string;
  /** `null`: the locks are not grouped. */
  readonly title: string | null;
  readonly locks: readonly LockState[];
  /** Locks that are suspect, probably stuck or lost. */
  readonly suspects: number;
};

/** Locks in groups, in the order of each group's most suspicious lock. */
export function groupLocks(locks: readonly LockState[], by: LockGrouping): readonly LockGroup[] {
  if (by === "none") return [toGroup("", null, locks)];
  const groups = new Map<string, { readonly title: string; readonly locks: LockState[] }>();
  for (const lock of locks) {
    const { id, title } = keyOf(lock, by);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, { title, locks: [lock] });
    else group.locks.push(lock);
  }
  return [...groups].map(([id, group]) => toGroup(id, group.title, group.locks));
}

function keyOf(lock: LockState, by: "holder" | "name"): { readonly id: string; readonly title: string } {
  if (by === "name") return { id: lock.job.name ?? "", title: lock.job.name ?? "Jobs without a name" };
  if (lock.holder !== null) return { id: `name ${lock.holder}`, title: lock.holder };
  return { id: `id ${lock.workerId}`, title: `Unnamed worker ${lock.workerId.slice(0, 4)}…` };
}

function toGroup(id: string, title: string | null, locks: readonly LockState[]): LockGroup {
  const suspects = locks.filter(({ verdict }) => verdict !== "normal" && verdict !== "slow").length;
  return { id, title, locks, suspects };
}
