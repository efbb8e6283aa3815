import type { DamageCode } from "@/lib/core/damage";
import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";

import { cut, decodeParent, noCounts, numberOf } from "./job-hash";

export type RawWaiting = {
  readonly ref: JobRef;
  readonly readAtMs: number;
  readonly state: "waiting" | "waiting-children";
  readonly name: unknown;
  readonly timestamp: unknown;
  readonly inPausedList?: boolean;
  readonly parent?: unknown;
  readonly parentKey?: unknown;
  readonly waitingChildrenSinceMs?: number;
  readonly unprocessed?: number;
};

const noAttempts = { made: 0, started: 0, max: 1 };
const noDamage: readonly DamageCode[] = [];

/** A job that merely waits, of which little was read. There are many: what is alike is shared. */
export function decodeWaiting(raw: RawWaiting): JobReading {
  const parentKey = textOf(raw.parentKey);
  const parentText = textOf(raw.parent);
  const damaged: DamageCode[] = [];
  return {
    ref: raw.ref,
    readAtMs: raw.readAtMs,
    state: raw.state,
    name: cut(textOf(raw.name)),
    parent: parentText === null ? null : decodeParent(parentText, parentKey, damaged),
    parentKey,
    createdAtMs: numberOf(textOf(raw.timestamp)),
    delayUntilAtMs: null,
    delayMs: 0,
    priority: 0,
    processedAtMs: null,
    finishedAtMs: null,
    attempts: noAttempts,
    hasBackoff: false,
    removeOnFail: false,
    stalls: 0,
    processedBy: null,
    progress: null,
    failedReason: null,
    deferredFailure: null,
    lock: null,
    inPausedList: raw.inPausedList ?? false,
    children: raw.unprocessed === undefined ? noCounts : { ...noCounts, unprocessed: raw.unprocessed },
    waitingChildrenSinceMs: raw.waitingChildrenSinceMs ?? null,
    damaged: damaged.length === 0 ? noDamage : damaged,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
