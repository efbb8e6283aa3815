import type { Redis } from "ioredis";

import type { Page } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";
import type { QueueState } from "@/lib/core/job-state";

import { isMarker, queueKey } from "./keys";
import { toOffset } from "./page-cursor";
import { runPipeline } from "./run-pipeline";

type Request = { readonly state: QueueState; readonly cursor: string | null; readonly limit: number };

/** A page of a queue's jobs in one state, newest first; the cursor is an offset, so jobs that move may show twice or not. */
export async function listJobs(redis: Redis, queue: string, request: Request): Promise<Page<JobRef>> {
  const offset = toOffset(request.cursor);
  const { ids, total } =
    request.state === "waiting" || request.state === "active"
      ? await readLists(redis, queue, request.state, offset, request.limit)
      : await readZset(redis, queue, request.state, offset, request.limit);
  const end = offset + ids.length;
  return {
    items: ids.filter((id) => !isMarker(id)).map((id) => ({ queue, id })),
    total,
    cursor: ids.length > 0 && end < total ? String(end) : null,
  };
}

type Ids = { readonly ids: readonly string[]; readonly total: number };

async function readZset(
  redis: Redis,
  queue: string,
  state: Exclude<QueueState, "waiting" | "active">,
  offset: number,
  limit: number,
): Promise<Ids> {
  const key = queueKey(queue, state);
  const [ids, total] = await runPipeline(
    redis
      .pipeline()
      .zrevrange(key, offset, offset + limit - 1)
      .zcard(key),
  );
  return { ids: idsOf(ids), total: countOf(total) };
}

/** New jobs are pushed at the lists' heads; a BullMQ 5 queue that is paused keeps them in `paused`. */
async function readLists(
  redis: Redis,
  queue: string,
  state: "waiting" | "active",
  offset: number,
  limit: number,
): Promise<Ids> {
  const keys = state === "active" ? [queueKey(queue, "active")] : [queueKey(queue, "wait"), queueKey(queue, "paused")];
  const lengths = redis.pipeline();
  for (const key of keys) lengths.llen(key);
  const counts = (await runPipeline(lengths)).map(countOf);
  const ids: string[] = [];
  let before = 0;
  for (const [index, key] of keys.entries()) {
    const start = Math.max(0, offset + ids.length - before);
    const wanted = limit - ids.length;
    if (wanted > 0 && start < (counts[index] ?? 0)) {
      const [page] = await runPipeline(redis.pipeline().lrange(key, start, start + wanted - 1));
      ids.push(...idsOf(page));
    }
    before += counts[index] ?? 0;
  }
  return { ids, total: before };
}

function idsOf(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply : [];
}

function countOf(reply: unknown): number {
  return typeof reply === "number" ? reply : 0;
}
