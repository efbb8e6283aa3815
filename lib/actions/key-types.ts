import type { JobRef } from "@/lib/core/job-ref";
import { jobHashKey, jobPartKey, queueKey } from "@/lib/redis/keys";

export type TypedKey = { readonly key: string; readonly type: "hash" | "list" | "set" | "stream" | "string" | "zset" };

/**
 * Every key that BullMQ's scripts for acting on a job touch, with the type that they expect (BullMQ
 * `src/commands/moveToFinished-14.lua`, `moveJobFromActiveToWait-9.lua`, `reprocessJob-9.lua`, `removeJob-2.lua`). A script that meets
 * another type is not rolled back: the job ends in no state.
 */
export function typedKeysOf(job: JobRef, parent: JobRef | null, deduplicationId: string | null): readonly TypedKey[] {
  return [
    ...queueKeysOf(job.queue),
    ...jobKeysOf(job),
    { key: `${job.queue}:stalled`, type: "set" },
    { key: `${job.queue}:repeat`, type: "zset" },
    ...(deduplicationId === null ? [] : deduplicationKeysOf(job.queue, deduplicationId)),
    ...(parent === null ? [] : parentKeysOf(parent)),
  ];
}

/** A job's own keys. */
export function jobKeysOf(job: JobRef): readonly TypedKey[] {
  return [
    { key: jobHashKey(job), type: "hash" },
    { key: jobPartKey(job, "lock"), type: "string" },
    { key: jobPartKey(job, "logs"), type: "list" },
    ...childrenKeysOf(job),
  ];
}

/** The keys of a queue that an action on one of its jobs touches. */
export function queueKeysOf(queue: string): readonly TypedKey[] {
  return [
    { key: queueKey(queue, "wait"), type: "list" },
    { key: queueKey(queue, "active"), type: "list" },
    { key: queueKey(queue, "paused"), type: "list" },
    { key: queueKey(queue, "failed"), type: "zset" },
    { key: queueKey(queue, "completed"), type: "zset" },
    { key: queueKey(queue, "delayed"), type: "zset" },
    { key: queueKey(queue, "prioritized"), type: "zset" },
    { key: queueKey(queue, "waiting-children"), type: "zset" },
    { key: queueKey(queue, "events"), type: "stream" },
    { key: queueKey(queue, "meta"), type: "hash" },
    { key: queueKey(queue, "limiter"), type: "string" },
    { key: `${queue}:marker`, type: "zset" },
    { key: `${queue}:pc`, type: "string" },
  ];
}

function parentKeysOf(parent: JobRef): readonly TypedKey[] {
  return [...queueKeysOf(parent.queue), { key: jobHashKey(parent), type: "hash" }, ...childrenKeysOf(parent)];
}

function childrenKeysOf(job: JobRef): readonly TypedKey[] {
  return [
    { key: jobPartKey(job, "dependencies"), type: "set" },
    { key: jobPartKey(job, "processed"), type: "hash" },
    { key: jobPartKey(job, "failed"), type: "hash" },
    { key: jobPartKey(job, "unsuccessful"), type: "zset" },
  ];
}

/** BullMQ `src/commands/includes/requeueDeduplicatedJob.lua`. */
function deduplicationKeysOf(queue: string, deduplicationId: string): readonly TypedKey[] {
  return [
    { key: `${queue}:de:${deduplicationId}`, type: "string" },
    { key: `${queue}:dn:${deduplicationId}`, type: "hash" },
  ];
}
