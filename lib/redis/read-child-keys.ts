import type { Redis } from "ioredis";

import type { ChildBucket } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { limits } from "@/lib/core/limits";

import { collectionOf, openBuckets } from "./child-collections";
import { jobPartKey } from "./keys";
import { runCommand } from "./run-pipeline";

type KeysPage = { readonly keys: readonly string[]; readonly bucket: ChildBucket };

const buckets = [...openBuckets, "processed"] as const satisfies readonly ChildBucket[];
/** HKEYS of this many fields takes Redis about a millisecond; more are scanned. */
const hashKeysMax = 10_000;
/** A scan of a hash brings its values, which are return values and may be large: its steps grow while they are small. */
const firstStep = 20;
const stepBytesMax = 64 * 1_024;

/** All child keys of one parent, some thousand at a time; a key may come twice while Redis rearranges a collection. */
export async function* readChildKeys(redis: Redis, parent: JobReading): AsyncGenerator<KeysPage> {
  for (const bucket of buckets) {
    const count = parent.children[bucket];
    if (count === 0) continue;
    const key = jobPartKey(parent.ref, collectionOf[bucket]);
    for await (const keys of readKeys(redis, key, bucket, count)) yield { keys, bucket };
  }
}

function readKeys(redis: Redis, key: string, bucket: ChildBucket, count: number): AsyncGenerator<readonly string[]> {
  if (bucket === "unprocessed") return scanSet(redis, key);
  if (bucket === "failed") return readRanges(redis, key);
  return count <= hashKeysMax ? readFields(redis, key) : scanFields(redis, key);
}

async function* scanSet(redis: Redis, key: string): AsyncGenerator<readonly string[]> {
  let cursor = "0";
  do {
    const [next, members] = await runCommand(redis.sscan(key, cursor, "COUNT", limits.scanCount));
    yield members;
    cursor = next;
  } while (cursor !== "0");
}

async function* readRanges(redis: Redis, key: string): AsyncGenerator<readonly string[]> {
  for (let start = 0; ; start += limits.scanCount) {
    const members = await runCommand(redis.zrange(key, String(start), String(start + limits.scanCount - 1)));
    yield members;
    if (members.length < limits.scanCount) return;
  }
}

async function* readFields(redis: Redis, key: string): AsyncGenerator<readonly string[]> {
  yield await runCommand(redis.hkeys(key));
}

async function* scanFields(redis: Redis, key: string): AsyncGenerator<readonly string[]> {
  let cursor = "0";
  let step = firstStep;
  do {
    const [next, pairs] = await runCommand(redis.hscan(key, cursor, "COUNT", step));
    yield pairs.filter((_, index) => index % 2 === 0);
    cursor = next;
    step = nextStep(step, pairs);
  } while (cursor !== "0");
}

function nextStep(step: number, pairs: readonly string[]): number {
  const bytes = pairs.reduce((sum, text) => sum + text.length, 0);
  const fitting = Math.floor((step * stepBytesMax) / Math.max(1, bytes));
  return Math.max(firstStep, Math.min(limits.scanCount, step * 4, fitting));
}
