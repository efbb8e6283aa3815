import type { Redis } from "ioredis";

import type { ChildBucket } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { collectionOf } from "./child-collections";
import { jobPartKey, queueKey } from "./keys";
import { runCommand, runPipeline } from "./run-pipeline";

/** HKEYS of this many fields takes Redis about a millisecond; of more, a sample is taken. */
const hashKeysMax = 10_000;
const sampleSize = 200;

export type KeysPage = { readonly keys: readonly string[]; readonly cut: boolean };

/** Up to `limits.childrenPerParentMax` child keys of one collection with more than `limits.scanCount` members. */
export async function readLargeCollection(redis: Redis, parent: JobRef, bucket: ChildBucket): Promise<KeysPage> {
  const key = jobPartKey(parent, collectionOf[bucket]);
  switch (bucket) {
    case "unprocessed":
      return cutPage(await scanKeys(redis, key, "set"));
    case "ignored":
      return cutPage(await scanKeys(redis, key, "hash"));
    case "failed":
      return cutPage(await runCommand(redis.zrange(key, "0", String(limits.childrenPerParentMax))));
    case "processed":
      return readProcessed(redis, key);
  }
}

/**
 * Of a parent with more pending children than are read: those that are active, failed, delayed or waiting for children
 * themselves, asked from their queues' short collections upward, so that no stuck child hides among its siblings.
 */
export async function findPendingProblems(
  redis: Redis,
  parent: JobRef,
  queues: readonly string[],
): Promise<readonly JobRef[]> {
  const candidates = await readProblemCandidates(redis, queues);
  const dependencies = jobPartKey(parent, "dependencies");
  const found: JobRef[] = [];
  for (let start = 0; start < candidates.length; start += limits.scanCount) {
    if (found.length >= limits.childrenPerParentMax) break;
    const chunk = candidates.slice(start, start + limits.scanCount);
    const members = await runCommand(redis.smismember(dependencies, ...chunk.map((ref) => jobKey(ref))));
    found.push(...chunk.filter((_, index) => members[index] === 1));
  }
  return found;
}

const problemSets = ["failed", "waiting-children", "delayed"] as const;

async function readProblemCandidates(redis: Redis, queues: readonly string[]): Promise<readonly JobRef[]> {
  const pipeline = redis.pipeline();
  for (const queue of queues) {
    pipeline.lrange(queueKey(queue, "active"), 0, limits.failedPerQueueMax - 1);
    for (const part of problemSets) pipeline.zrevrange(queueKey(queue, part), 0, limits.failedPerQueueMax - 1);
  }
  const replies = await runPipeline(pipeline);
  const commandsPerQueue = 1 + problemSets.length;
  return queues.flatMap((queue, index) =>
    replies
      .slice(index * commandsPerQueue, (index + 1) * commandsPerQueue)
      .flatMap((ids) => (Array.isArray(ids) ? ids.map((id: string) => ({ queue, id })) : [])),
  );
}

/** Never the values, which are the children's return values. */
async function readProcessed(redis: Redis, key: string): Promise<KeysPage> {
  if ((await runCommand(redis.hlen(key))) <= hashKeysMax) return cutPage(await runCommand(redis.hkeys(key)));
  const sample = await runCommand(redis.hrandfield(key, sampleSize));
  return { keys: Array.isArray(sample) ? sample.map(String) : [], cut: true };
}

async function scanKeys(redis: Redis, key: string, type: "set" | "hash"): Promise<readonly string[]> {
  const keys = new Set<string>();
  let cursor = "0";
  do {
    const [next, items] = await runCommand(
      type === "set"
        ? redis.sscan(key, cursor, "COUNT", limits.scanCount)
        : redis.hscan(key, cursor, "COUNT", limits.scanCount),
    );
    for (const [index, item] of items.entries()) if (type === "set" || index % 2 === 0) keys.add(item);
    cursor = next;
  } while (cursor !== "0" && keys.size <= limits.childrenPerParentMax);
  return [...keys];
}

function cutPage(keys: readonly string[]): KeysPage {
  return { keys: keys.slice(0, limits.childrenPerParentMax), cut: keys.length > limits.childrenPerParentMax };
}
