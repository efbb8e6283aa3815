import type { DamageCode } from "@/lib/core/damage";
import type { QueueReading, WorkerClient } from "@/lib/core/queue-reading";

import type { QueuePart } from "./keys";
import { versionOf } from "./read-queue-signs";

const metaFields = ["paused", "concurrency", "max", "duration", "version"] as const;

/** What is asked of each queue: a command, the part of the queue's key, further arguments. */
export const queueCommands = [
  ["hmget", "meta", ...metaFields],
  ["llen", "wait"],
  ["llen", "paused"],
  ["llen", "active"],
  ["zcard", "prioritized"],
  ["zcard", "delayed"],
  ["zcard", "waiting-children"],
  ["zcard", "completed"],
  ["zcard", "failed"],
  ["exists", "stalled-check"],
  ["get", "limiter"],
  ["pttl", "limiter"],
  ["exists", "id"],
  // The next job to run, which waits longest, is at the list's tail.
  ["lindex", "wait", "-1"],
  ["lindex", "paused", "-1"],
] as const satisfies readonly (readonly [command: string, part: QueuePart, ...args: readonly string[]])[];

export type QueueReplies = {
  readonly queue: string;
  /** Redis' clock. */
  readonly atMs: number;
  /** Those of `queueCommands`. */
  readonly replies: readonly unknown[];
  /** The `timestamp` of the job that stands first in line. */
  readonly oldest: unknown;
  readonly isWrong: boolean;
  readonly workers: readonly WorkerClient[] | null;
};

/** The id of the job that stands first in line. */
export function firstInLine(replies: readonly unknown[]): string | null {
  const found = replies.slice(13, 15).find((id) => typeof id === "string");
  return typeof found === "string" ? found : null;
}

/** What a queue's replies say; a reply that is missing or of a wrong type counts as nothing there. */
export function toQueueReading({ queue, atMs, replies, oldest, isWrong, workers }: QueueReplies): QueueReading {
  const meta = Array.isArray(replies[0]) ? replies[0] : [];
  const metaNumber = (field: (typeof metaFields)[number]) => numberOf(meta[metaFields.indexOf(field)]);
  const [wait, paused, active, prioritized, delayed, waitingChildren, completed, failed] = replies
    .slice(1, 9)
    .map((reply) => numberOf(reply) ?? 0);
  const rateMax = metaNumber("max");
  const limiterTtlMs = numberOf(replies[11]) ?? -2;
  const started = numberOf(replies[10]) ?? 0;
  const isIdle = (active ?? 0) === 0 && (wait ?? 0) + (paused ?? 0) + (prioritized ?? 0) > 0;
  const inForce = limiterTtlMs > 0 && isReached({ started, rateMax, isIdle });
  const oldestAtMs = numberOf(oldest);
  const damaged: DamageCode[] = isWrong ? ["wrong-type"] : [];
  return {
    queue,
    readAtMs: atMs,
    paused: meta[metaFields.indexOf("paused")] === "1",
    pausedListLength: paused ?? 0,
    counts: {
      waiting: (wait ?? 0) + (paused ?? 0),
      active: active ?? 0,
      prioritized: prioritized ?? 0,
      delayed: delayed ?? 0,
      "waiting-children": waitingChildren ?? 0,
      completed: completed ?? 0,
      failed: failed ?? 0,
    },
    workers: workers?.filter((worker) => worker.queue === queue) ?? null,
    bullmqVersion: versionOf(meta[metaFields.indexOf("version")]),
    limits: {
      concurrency: metaNumber("concurrency"),
      rateMax,
      rateDurationMs: metaNumber("duration"),
      rateLimitedForMs: inForce ? limiterTtlMs : null,
    },
    stalledCheckPresent: replies[9] === 1,
    everUsed: replies[12] === 1,
    oldestWaitingMs: oldestAtMs === null ? null : Math.max(0, atMs - oldestAtMs),
    damaged,
  };
}

type Limiter = { readonly started: number; readonly rateMax: number | null; readonly isIdle: boolean };

/** A worker's own limit is not in Redis: it may be in force where jobs wait and none is at work. `queue.rateLimit()` sets the highest count. */
function isReached({ started, rateMax, isIdle }: Limiter): boolean {
  if (started >= Number.MAX_SAFE_INTEGER) return true;
  return rateMax === null ? isIdle && started > 0 : started >= rateMax;
}

function numberOf(reply: unknown): number | null {
  if (typeof reply !== "number" && (typeof reply !== "string" || reply === "")) return null;
  const value = Number(reply);
  return Number.isFinite(value) ? value : null;
}
