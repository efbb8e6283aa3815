import type { Redis } from "ioredis";

import type { JobSigns, QueueSigns } from "@/lib/core/doctor/doctor-reading";

import { isMarker, jobHashKey, queueKey } from "./keys";
import { readElsewhere } from "./read-elsewhere";
import { runPipelineAllowingDenials } from "./run-pipeline";

/** Jobs looked at per queue. */
const jobsMax = 4;
/** A job that ran longer ago tells of a version that may be gone. */
const recentMs = 3_600_000;

const signFields = ["timestamp", "processedOn", "attemptsMade", "ats", "stalledCounter", "stc"] as const;
const commandsPerQueue = 5;

/** The signs of these queues' BullMQ versions, and where their jobs' hashes lie: a few light commands per queue. */
export async function readQueueSigns(
  redis: Redis,
  queues: readonly string[],
  nowMs: number,
): Promise<readonly QueueSigns[]> {
  const found = await readIds(redis, queues);
  const pipeline = redis.pipeline();
  for (const { queue, ids } of found) for (const id of ids) pipeline.hmget(jobHashKey({ queue, id }), ...signFields);
  const hashes = await runPipelineAllowingDenials(pipeline);
  let next = 0;
  const looked = found.map(({ queue, version, ids }) => ({
    queue,
    version,
    jobs: ids.map((id) => ({ id, fields: fieldsOf(hashes[next++]) })),
  }));
  const homeless = looked.filter(({ jobs }) => jobs.length > 0 && jobs.every(({ fields }) => fields[0] === null));
  const elsewhere = await readElsewhere(
    redis,
    homeless.map(({ queue, jobs }) => ({ queue, ids: jobs.map(({ id }) => id) })),
  );
  return looked.map(({ queue, version, jobs }) => ({
    queue,
    bullmqVersion: version,
    recentJobs: jobs.flatMap(({ id, fields }) => signsOf(id, fields, nowMs)),
    hashesAt: elsewhere.get(queue) ?? null,
  }));
}

async function readIds(redis: Redis, queues: readonly string[]) {
  const pipeline = redis.pipeline();
  for (const queue of queues) {
    pipeline.hget(queueKey(queue, "meta"), "version");
    pipeline.lrange(queueKey(queue, "active"), 0, jobsMax - 1);
    pipeline.zrevrange(queueKey(queue, "completed"), 0, 1);
    pipeline.zrevrange(queueKey(queue, "failed"), 0, 1);
    pipeline.lrange(queueKey(queue, "wait"), -2, -1);
  }
  const replies = await runPipelineAllowingDenials(pipeline);
  return queues.map((queue, index) => {
    const [version, ...lists] = replies.slice(index * commandsPerQueue, (index + 1) * commandsPerQueue);
    const ids = lists.flatMap((list) => (Array.isArray(list) ? list.map(String) : [])).filter((id) => !isMarker(id));
    return { queue, version: versionOf(version), ids: ids.slice(0, jobsMax) };
  });
}

/** `bullmq:5.81.5` as BullMQ writes it (`src/classes/queue.ts`). */
export function versionOf(text: unknown): string | null {
  return typeof text === "string" ? (/(\d+\.\d+\.\d+\S*)$/.exec(text)?.[1] ?? null) : null;
}

function fieldsOf(reply: unknown): readonly unknown[] {
  return Array.isArray(reply) ? reply : signFields.map(() => undefined);
}

function signsOf(id: string, fields: readonly unknown[], nowMs: number): readonly JobSigns[] {
  const [, processedOn, attemptsMade, ats, stalledCounter, stc] = fields;
  if (typeof processedOn !== "string" || nowMs - Number(processedOn) > recentMs) return [];
  const has = (value: unknown) => typeof value === "string";
  return [
    {
      id,
      attemptsMade: has(attemptsMade),
      attemptsStarted: has(ats),
      stalledCounter: has(stalledCounter),
      stc: has(stc),
    },
  ];
}
