import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";
import type { HeldLocks, LockSource } from "@/lib/core/lock-source";

import { decodeJobHash, jobHashFields } from "./job-hash";
import { isMarker, jobHashKey, jobPartKey, queueKey } from "./keys";
import { toLockReading } from "./lock-digest";
import { readDurations } from "./read-durations";
import { readProgressSigns } from "./read-progress-signs";
import { readRunEvents } from "./read-run-events";
import { RedisClock } from "./redis-clock";
import { runPipeline } from "./run-pipeline";

/** Jobs whose fields, token and TTL are read in one MULTI: three light commands each. */
const jobsPerMulti = 100;
const activeWindow = 5_000;

type Deps = {
  readonly redis: Redis;
  readonly clock: RedisClock;
  readonly reader: Pick<FlowReader, "readJobs">;
};

/** The sampler's reads: plain, bounded, reading commands only. */
export function createRedisLockSource(options: Pick<Deps, "redis" | "reader">): LockSource {
  const deps = { ...options, clock: new RedisClock(options.redis) };
  return {
    readHeldLocks: (queues) => readHeldLocks(deps, queues),
    readSigns: (refs) => readProgressSigns(deps.redis, refs),
    readRunEvents: (ref) => readRunEvents(deps.redis, ref),
    readDurations: (queue) => readDurations(deps.redis, queue),
  };
}

async function readHeldLocks(deps: Deps, queues: readonly string[]): Promise<HeldLocks> {
  const { refs, queuesWithStalledCheck, truncated } = await readActive(deps.redis, queues);
  const seen: JobReading[] = [];
  for (let start = 0; start < refs.length; start += jobsPerMulti) {
    seen.push(...(await readLocks(deps, refs.slice(start, start + jobsPerMulti))));
  }
  const held = seen.filter((job) => job.lock !== null);
  // Without a lock the job may just have finished or just be fetched: only a second, whole reading says "lost".
  const doubtful = seen.filter((job) => job.lock === null && job.finishedAtMs === null);
  const confirmed = doubtful.length === 0 ? [] : await deps.reader.readJobs(doubtful.map((job) => job.ref));
  const jobs = [...held, ...confirmed.filter((job) => job.state === "active")];
  return { atMs: seen.at(-1)?.readAtMs ?? (await deps.clock.readMs()), jobs, queuesWithStalledCheck, truncated };
}

async function readActive(redis: Redis, queues: readonly string[]) {
  const pipeline = redis.pipeline();
  for (const queue of queues) {
    pipeline.lrange(queueKey(queue, "active"), 0, activeWindow - 1);
    pipeline.exists(queueKey(queue, "stalled-check"));
  }
  const replies = await runPipeline(pipeline);
  const refs: JobRef[] = [];
  const queuesWithStalledCheck = new Set<string>();
  let truncated = false;
  for (const [index, queue] of queues.entries()) {
    const first = idsOf(replies[index * 2]);
    if (replies[index * 2 + 1] === 1) queuesWithStalledCheck.add(queue);
    const whole = first.length < activeWindow ? { ids: first, cut: false } : await readMoreActive(redis, queue, first);
    truncated ||= whole.cut;
    for (const id of whole.ids) if (!isMarker(id)) refs.push({ queue, id });
  }
  return { refs, queuesWithStalledCheck, truncated };
}

async function readMoreActive(redis: Redis, queue: string, first: readonly string[]) {
  const ids = [...first];
  while (ids.length < limits.activePerQueueMax) {
    const [window] = await runPipeline(
      redis.pipeline().lrange(queueKey(queue, "active"), ids.length, ids.length + activeWindow - 1),
    );
    ids.push(...idsOf(window));
    if (idsOf(window).length < activeWindow) return { ids, cut: false };
  }
  return { ids, cut: true };
}

async function readLocks({ clock }: Deps, refs: readonly JobRef[]): Promise<readonly JobReading[]> {
  const { atMs, replies } = await clock.runAtOneInstant((multi) => {
    for (const ref of refs) {
      multi.hmget(jobHashKey(ref), ...jobHashFields);
      multi.get(jobPartKey(ref, "lock"));
      multi.pttl(jobPartKey(ref, "lock"));
    }
  });
  return refs.flatMap((ref, index) => {
    const [fields, token, ttlMs] = replies.slice(index * 3, index * 3 + 3);
    if (!Array.isArray(fields)) return [];
    const lock = toLockReading(token, ttlMs);
    return [decodeJobHash({ ref, fields, readAtMs: atMs, state: "active", lock })];
  });
}

function idsOf(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply : [];
}
