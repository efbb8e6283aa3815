import "server-only";

import type { LockState } from "@/lib/core/lock-state";

import type { Connection } from "./connection";

export type SeenLock = { readonly atMs: number; readonly lock: LockState };

/** Keeps what each sweep said of each job: call `look` more often than sweeps come. */
export function recordSweeps({ watch }: Pick<Connection, "watch">) {
  const sweepsAtMs: number[] = [];
  const byJob = new Map<string, SeenLock[]>();
  return {
    sweepsAtMs,
    of: (jobId: string): readonly SeenLock[] => byJob.get(jobId) ?? [],
    look: () => {
      const { atMs, locks } = watch.lastSweep();
      if (atMs === null || atMs === sweepsAtMs.at(-1)) return;
      sweepsAtMs.push(atMs);
      for (const lock of locks) byJob.set(lock.job.id, [...(byJob.get(lock.job.id) ?? []), { atMs, lock }]);
    },
  };
}
