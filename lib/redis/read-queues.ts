import type { Redis } from "ioredis";

import type { QueueReading, WorkerClient } from "@/lib/core/queue-reading";
import { RedisDeniedError } from "@/lib/core/redis-failure";

import { byPrefix } from "./by-prefix";
import { parseWorkerClients } from "./client-list";
import { firstInLine, queueCommands, toQueueReading } from "./decode-queue";
import type { QueueReplies } from "./decode-queue";
import { jobHashKey, queueKey } from "./keys";
import type { ReadScript } from "./read-script";
import type { RedisClock } from "./redis-clock";
import { WrongTypeReply } from "./redis-failures";
import { runCommand, runPipeline } from "./run-pipeline";

type Deps = { readonly redis: Redis; readonly clock: RedisClock };

const queuesPerMulti = 50;

/** One reading per queue, in order: counts, pause, limits and workers, each queue's of one instant. */
export async function readQueues(deps: Deps, queues: readonly string[]): Promise<readonly QueueReading[]> {
  const workers = await readWorkers(deps.redis);
  const readings: QueueReading[] = [];
  for (let start = 0; start < queues.length; start += queuesPerMulti) {
    const chunk = await readChunk(deps, queues.slice(start, start + queuesPerMulti));
    for (const raw of chunk) readings.push(toQueueReading({ ...raw, workers }));
  }
  return readings;
}

const budgetUs = 1_500;
const queuesPerSlice = 500;

/** The same by time-budgeted scripts: one command for some hundred queues. Throws `ScriptRefusedError` where they are not allowed. */
export async function readQueuesByScript(
  { redis, script }: { readonly redis: Redis; readonly script: ReadScript },
  queues: readonly string[],
): Promise<readonly QueueReading[]> {
  const workers = await readWorkers(redis);
  const readings = new Map<string, QueueReading>();
  for (const part of byPrefix(queues, (queue) => queue)) {
    let left: readonly string[] = part;
    for (let first = left[0]; first !== undefined; first = left[0]) {
      const asked = left.slice(0, queuesPerSlice);
      const args = [budgetUs, JSON.stringify(queueCommands), JSON.stringify(asked)];
      const raw = toRaw(asked, await script.run(queueKey(first, "meta"), args));
      for (const one of raw) readings.set(one.queue, toQueueReading({ ...one, workers }));
      left = left.slice(raw.length);
    }
  }
  return queues.flatMap((queue) => readings.get(queue) ?? []);
}

function toRaw(queues: readonly string[], reply: unknown): readonly RawQueue[] {
  const [atMs, rows] = Array.isArray(reply) ? reply : [];
  if (!Array.isArray(rows) || rows.length === 0) throw new Error("The script came to no queue.");
  return queues.slice(0, rows.length).map((queue, index) => {
    const row: unknown = rows[index];
    const replies: readonly unknown[] = Array.isArray(row) ? row : [];
    const [oldest, isWrong] = replies.slice(queueCommands.length);
    return { queue, atMs: Number(atMs), replies, oldest, isWrong: isWrong === 1 };
  });
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

type RawQueue = Omit<QueueReplies, "workers">;

async function readChunk({ redis, clock }: Deps, queues: readonly string[]): Promise<readonly RawQueue[]> {
  const { atMs, replies } = await clock.runAtOneInstant((multi) => {
    for (const queue of queues)
      for (const [command, part, ...args] of queueCommands) multi.call(command, queueKey(queue, part), ...args);
  });
  const width = queueCommands.length;
  const raw = queues.map((queue, index) => ({ queue, replies: replies.slice(index * width, (index + 1) * width) }));
  const waiting = raw.flatMap(({ queue, replies: ofQueue }) => {
    const id = firstInLine(ofQueue);
    return id === null ? [] : [{ queue, id }];
  });
  const pipeline = redis.pipeline();
  for (const ref of waiting) pipeline.hget(jobHashKey(ref), "timestamp");
  const oldest = new Map<string, unknown>();
  for (const [index, reply] of (await runPipeline(pipeline)).entries()) oldest.set(waiting[index]?.queue ?? "", reply);
  return raw.map((one) => ({
    ...{ ...one, atMs, oldest: oldest.get(one.queue) },
    isWrong: one.replies.some((reply) => reply instanceof WrongTypeReply),
  }));
}
