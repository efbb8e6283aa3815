import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";
import type { HeldLocks, LockSource } from "@/lib/core/lock-source";

import { HeldJobs } from "./held-jobs";
import { isMarker, queueKey } from "./keys";
import { readDurations } from "./read-durations";
import { readProgressSigns } from "./read-progress-signs";
import { readRunEvents } from "./read-run-events";
import { ReadScript, ScriptRefusedError } from "./read-script";
import { RedisClock } from "./redis-clock";
import { runPipeline } from "./run-pipeline";
import { sampleByCommands, sampleByScript } from "./sample-jobs";
import type { SampleJobs } from "./sample-jobs";
import { sweepScript } from "./sweep-script";

const activeWindow = 5_000;

type Deps = {
  readonly redis: Redis;
  readonly clock: RedisClock;
  readonly reader: Pick<FlowReader, "readJobs" | "kind">;
  readonly held: HeldJobs;
};

/** The sampler's reads: bounded, and by read-only scripts where the reader may use them. */
export function createRedisLockSource(options: Pick<Deps, "redis" | "reader">): LockSource {
  const clock = new RedisClock(options.redis);
  const deps = { ...options, clock, held: new HeldJobs(chooseSampling({ ...options, clock })) };
  return {
    readHeldLocks: (queues) => readHeldLocks(deps, queues),
    readSigns: (refs) => readProgressSigns(deps.redis, refs),
    readRunEvents: (ref) => readRunEvents(deps.redis, ref),
    readDurations: (queue) => readDurations(deps.redis, queue),
  };
}

/** By scripts until the first refusal, by plain commands then. */
function chooseSampling({ redis, reader, clock }: Omit<Deps, "held">): SampleJobs {
  const byScript = sampleByScript(new ReadScript(redis, sweepScript));
  const byCommands = sampleByCommands(clock);
  let isRefused = false;
  return async (refs, fields, take) => {
    if (isRefused || reader.kind !== "script") return byCommands(refs, fields, take);
    try {
      return await byScript(refs, fields, take);
    } catch (error) {
      if (!(error instanceof ScriptRefusedError)) throw error;
      isRefused = true;
      return byCommands(refs, fields, take);
    }
  };
}

async function readHeldLocks(deps: Deps, queues: readonly string[]): Promise<HeldLocks> {
  const { refs, queuesWithStalledCheck, truncated } = await readActive(deps.redis, queues);
  const { held, without } = await deps.held.sweep(refs);
  // Without a lock the job may just have finished or just be fetched: only a second, whole reading says "lost".
  const doubtful = without.filter((job) => job.finishedAtMs === null).map((job) => job.ref);
  const confirmed = doubtful.length === 0 ? [] : await deps.reader.readJobs(doubtful);
  const jobs = [...held, ...confirmed.filter((job) => job.state === "active")];
  const atMs = Math.max(0, ...[held.at(-1), without.at(-1)].map((job) => job?.readAtMs ?? 0));
  return { atMs: atMs === 0 ? await deps.clock.readMs() : atMs, jobs, queuesWithStalledCheck, truncated };
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

function idsOf(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply : [];
}
