import type { ChainableCommander, Redis } from "ioredis";

import type { DamageCode } from "@/lib/core/damage";
import type { QueueReading, WorkerClient } from "@/lib/core/queue-reading";
import { RedisDeniedError } from "@/lib/core/redis-failure";

import { parseWorkerClients } from "./client-list";
import { jobHashKey, queueKey } from "./keys";
import { versionOf } from "./read-queue-signs";
import type { RedisClock } from "./redis-clock";
import { WrongTypeReply } from "./redis-failures";
import { runCommand, runPipeline } from "./run-pipeline";

type Deps = { readonly redis: Redis; readonly clock: RedisClock };

const queuesPerMulti = 50;
const commandsPerQueue = 15;
const metaFields = ["paused", "concurrency", "max", "duration", "version"] as const;

/** One reading per queue, in order: counts, pause, limits and workers, each queue's of one instant. */
export async function readQueues(deps: Deps, queues: readonly string[]): Promise<readonly QueueReading[]> {
  const workers = await readWorkers(deps.redis);
  const readings: QueueReading[] = [];
  for (let start = 0; start < queues.length; start += queuesPerMulti) {
    readings.push(...(await readChunk(deps, queues.slice(start, start + queuesPerMulti), workers)));
  }
  return readings;
}

/** Every BullMQ worker connection; `null` when CLIENT LIST is refused. */
export async function readWorkers(redis: Redis): Promise<readonly WorkerClient[] | null> {
  try {
    // safe because CLIENT LIST without arguments answers with text
    return parseWorkerClients((await runCommand(redis.client("LIST"))) as string);
  } catch (error) {
    if (error instanceof RedisDeniedError && error.kind === "no-permission") return null;
    throw error;
  }
}

async function readChunk(
  { redis, clock }: Deps,
  queues: readonly string[],
  workers: readonly WorkerClient[] | null,
): Promise<readonly QueueReading[]> {
  const { atMs, replies } = await clock.runAtOneInstant((multi) => {
    for (const queue of queues) addCommands(multi, queue);
  });
  const raw = queues.map((_, index) => replies.slice(index * commandsPerQueue, (index + 1) * commandsPerQueue));
  const oldest = await readOldestWaiting(redis, queues, raw);
  return queues.map((queue, index) => toReading({ queue, atMs, replies: raw[index] ?? [], workers, oldest }));
}

function addCommands(multi: ChainableCommander, queue: string): void {
  multi.hmget(queueKey(queue, "meta"), ...metaFields);
  for (const list of ["wait", "paused", "active"] as const) multi.llen(queueKey(queue, list));
  for (const zset of ["prioritized", "delayed", "waiting-children", "completed", "failed"] as const)
    multi.zcard(queueKey(queue, zset));
  multi.exists(queueKey(queue, "stalled-check"));
  multi.get(queueKey(queue, "limiter"));
  multi.pttl(queueKey(queue, "limiter"));
  // The next job to run, which waits longest, is at the list's tail.
  multi.lindex(queueKey(queue, "wait"), -1);
  multi.lindex(queueKey(queue, "paused"), -1);
  multi.exists(queueKey(queue, "id"));
}

async function readOldestWaiting(
  redis: Redis,
  queues: readonly string[],
  raw: readonly (readonly unknown[])[],
): Promise<ReadonlyMap<string, number>> {
  const asked = queues.flatMap((queue, index) => {
    const ids = raw[index]?.slice(12, 14) ?? [];
    const id = ids.find((candidate) => typeof candidate === "string");
    return typeof id === "string" ? [{ queue, id }] : [];
  });
  const pipeline = redis.pipeline();
  for (const ref of asked) pipeline.hget(jobHashKey(ref), "timestamp");
  const replies = await runPipeline(pipeline);
  const oldest = new Map<string, number>();
  for (const [index, ref] of asked.entries()) {
    const timestamp = Number(replies[index]);
    if (replies[index] !== null && Number.isFinite(timestamp)) oldest.set(ref.queue, timestamp);
  }
  return oldest;
}

function toReading({
  queue,
  atMs,
  replies,
  workers,
  oldest,
}: {
  readonly queue: string;
  readonly atMs: number;
  readonly replies: readonly unknown[];
  readonly workers: readonly WorkerClient[] | null;
  readonly oldest: ReadonlyMap<string, number>;
}): QueueReading {
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
  const oldestAtMs = oldest.get(queue);
  const damaged: DamageCode[] = replies.some((reply) => reply instanceof WrongTypeReply) ? ["wrong-type"] : [];
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
    everUsed: replies[14] === 1,
    oldestWaitingMs: oldestAtMs === undefined ? null : Math.max(0, atMs - oldestAtMs),
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
