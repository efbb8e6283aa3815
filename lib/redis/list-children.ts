import type { Redis } from "ioredis";

import type { ChildBucket, ChildEdge, Page } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { collectionOf } from "./child-collections";
import type { KeyCutter } from "./key-cutter";
import { jobPartKey } from "./keys";
import { toChildrenPosition } from "./page-cursor";
import { readInChunks } from "./read-in-chunks";
import { toCounts } from "./read-jobs";
import { runCommand, runPipeline } from "./run-pipeline";

type Deps = { readonly redis: Redis; readonly cutter: KeyCutter };

/** Failed ones first, finished ones last. */
const order = ["failed", "ignored", "unprocessed", "processed"] as const satisfies readonly ChildBucket[];
/** Up to this many members a collection is sorted, so that pages are exact; beyond it pages follow Redis' scan. */
const sortedMax = 10_000;

type Position = { readonly phase: number; readonly scan: string; readonly skip: number };

/** One page of a parent's direct children, problems first. The cursor names the collection and the place in it. */
export async function listChildren(
  { redis, cutter }: Deps,
  parent: JobRef,
  request: { readonly cursor: string | null; readonly limit: number },
): Promise<Page<ChildEdge>> {
  const counts = await readCounts(redis, parent);
  const items: ChildEdge[] = [];
  let position: Position | null = toChildrenPosition(request.cursor);
  while (position !== null && items.length < request.limit) {
    const bucket: ChildBucket | undefined = order[position.phase];
    if (bucket === undefined) {
      position = null;
      break;
    }
    const page = await readPage(redis, parent, bucket, {
      position,
      total: counts[bucket],
      limit: request.limit - items.length,
    });
    for (const ref of await cutter.cut(page.keys)) if (ref !== null) items.push({ ref, bucket });
    position = page.next ?? { phase: position.phase + 1, scan: "0", skip: 0 };
  }
  const total = order.reduce((sum, bucket) => sum + counts[bucket], 0);
  const atEnd = position === null || position.phase >= order.length;
  return {
    items,
    total,
    cursor: atEnd || position === null ? null : `${position.phase}.${position.scan}.${position.skip}`,
  };
}

async function readCounts(redis: Redis, parent: JobRef) {
  return toCounts(
    await runPipeline(
      redis
        .pipeline()
        .hlen(jobPartKey(parent, "processed"))
        .scard(jobPartKey(parent, "dependencies"))
        .hlen(jobPartKey(parent, "failed"))
        .zcard(jobPartKey(parent, "unsuccessful")),
    ),
  );
}

type PageRequest = { readonly position: Position; readonly total: number; readonly limit: number };

async function readPage(
  redis: Redis,
  parent: JobRef,
  bucket: ChildBucket,
  { position, total, limit }: PageRequest,
): Promise<{ readonly keys: readonly string[]; readonly next: Position | null }> {
  if (total === 0) return { keys: [], next: null };
  const { phase, skip } = position;
  if (bucket === "failed") {
    const keys = await runCommand(
      redis.zrange(jobPartKey(parent, "unsuccessful"), String(skip), String(skip + limit - 1)),
    );
    return {
      keys,
      next: skip + keys.length < total && keys.length > 0 ? { phase, scan: "0", skip: skip + keys.length } : null,
    };
  }
  if (total <= sortedMax) {
    const sorted = await readSorted(redis, parent, bucket);
    const end = skip + limit;
    return { keys: sorted.slice(skip, end), next: end < sorted.length ? { phase, scan: "0", skip: end } : null };
  }
  const [next, keys] = await scanOnce(redis, parent, bucket, position.scan, limit);
  const page = keys.slice(skip, skip + limit);
  if (skip + limit < keys.length) return { keys: page, next: { phase, scan: position.scan, skip: skip + limit } };
  return { keys: page, next: next === "0" ? null : { phase, scan: next, skip: 0 } };
}

/** Pending children that are gone or failed or are being worked on stand before those that wait. */
async function readSorted(redis: Redis, parent: JobRef, bucket: ChildBucket): Promise<readonly string[]> {
  const key = jobPartKey(parent, collectionOf[bucket]);
  if (bucket !== "unprocessed") return (await runCommand(redis.hkeys(key))).sort();
  const keys = (await runCommand(redis.smembers(key))).sort();
  const ranks = await readInChunks(keys, { chunkSize: limits.pipelineChunk, chunksInFlight: 4 }, async (chunk) => {
    const pipeline = redis.pipeline();
    for (const child of chunk) pipeline.hmget(child, "timestamp", "finishedOn", "processedOn");
    return (await runPipeline(pipeline)).map(rankOf);
  });
  const rankOfKey = new Map(keys.map((child, index) => [child, ranks[index] ?? 0]));
  return keys.sort((a, b) => (rankOfKey.get(a) ?? 0) - (rankOfKey.get(b) ?? 0));
}

function rankOf(times: unknown): number {
  if (!Array.isArray(times)) return 0;
  const [timestamp, finishedOn, processedOn] = times;
  if (timestamp === null) return 0;
  if (finishedOn !== null) return 1;
  return processedOn === null ? 3 : 2;
}

async function scanOnce(redis: Redis, parent: JobRef, bucket: ChildBucket, cursor: string, limit: number) {
  const key = jobPartKey(parent, collectionOf[bucket]);
  if (bucket === "unprocessed") return runCommand(redis.sscan(key, cursor, "COUNT", limit));
  const [next, pairs] = await runCommand(redis.hscan(key, cursor, "COUNT", limit));
  return [next, pairs.filter((_, index) => index % 2 === 0)] as const;
}
