import type { ChainableCommander, Redis } from "ioredis";

import type { ChildBucket, ChildEdge } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { collectionOf } from "./child-collections";
import type { KeyCutter } from "./key-cutter";
import { jobPartKey } from "./keys";
import { findPendingProblems, readLargeCollection } from "./read-large-collection";
import { runPipeline } from "./run-pipeline";

/** `cut`: some children of this parent were left out. */
export type ParentEdges = { readonly edges: readonly ChildEdge[]; readonly cut: boolean };

type Deps = { readonly redis: Redis; readonly cutter: KeyCutter };
type Parent = Pick<JobReading, "ref" | "children">;

export type ReadEdgesOptions = {
  readonly buckets: readonly ChildBucket[];
  /** Once this many children are found, the parents that are left are cut. */
  readonly edgesMax: number;
};

/** The direct children of each parent in the given collections, in the order of `parents`. */
export async function readEdges(
  deps: Deps,
  parents: readonly Parent[],
  { buckets, edgesMax }: ReadEdgesOptions,
): Promise<readonly ParentEdges[]> {
  const results: ParentEdges[] = [];
  let found = 0;
  while (results.length < parents.length) {
    const batch = found >= edgesMax ? [] : takeBatch(parents, results.length, buckets);
    if (batch.length === 0) {
      results.push(...parents.slice(results.length).map((parent) => ({ edges: [], cut: hasAny(parent, buckets) })));
      break;
    }
    for (const parentEdges of await readBatch(deps, batch, buckets)) {
      results.push(parentEdges);
      found += parentEdges.edges.length;
    }
  }
  return results;
}

/** So many parents as have some thousand children together, one at least. */
function takeBatch(parents: readonly Parent[], start: number, buckets: readonly ChildBucket[]): readonly Parent[] {
  let end = start;
  for (let sum = 0; end < parents.length && sum < limits.childrenPerParentMax; end += 1) {
    const counts = parents[end]?.children;
    for (const bucket of buckets) sum += counts?.[bucket] ?? 0;
  }
  return parents.slice(start, end);
}

function hasAny(parent: Parent, buckets: readonly ChildBucket[]): boolean {
  return buckets.some((bucket) => parent.children[bucket] > 0);
}

async function readBatch(
  deps: Deps,
  parents: readonly Parent[],
  buckets: readonly ChildBucket[],
): Promise<readonly ParentEdges[]> {
  const small = await readSmallCollections(deps.redis, parents, buckets);
  const results: ParentEdges[] = [];
  for (const [index, parent] of parents.entries()) {
    const edges: ChildEdge[] = [];
    let cut = false;
    for (const bucket of buckets) {
      const isLarge = parent.children[bucket] > limits.scanCount;
      const page = isLarge
        ? await readLargeCollection(deps.redis, parent.ref, bucket)
        : { keys: small[index]?.get(bucket) ?? [], cut: false };
      edges.push(...(await toEdges(deps, page.keys, bucket)));
      cut ||= page.cut;
    }
    if (cut) edges.unshift(...(await findHiddenProblems(deps.redis, parent.ref, edges)));
    results.push({ edges, cut });
  }
  return results;
}

async function readSmallCollections(redis: Redis, parents: readonly Parent[], buckets: readonly ChildBucket[]) {
  const asked: { readonly index: number; readonly bucket: ChildBucket }[] = [];
  const pipeline = redis.pipeline();
  for (const [index, parent] of parents.entries()) {
    for (const bucket of buckets) {
      if (parent.children[bucket] === 0 || parent.children[bucket] > limits.scanCount) continue;
      asked.push({ index, bucket });
      addRead(pipeline, parent.ref, bucket);
    }
  }
  const keys = parents.map(() => new Map<ChildBucket, readonly string[]>());
  const replies = await runPipeline(pipeline);
  for (const [at, { index, bucket }] of asked.entries()) {
    const reply = replies[at];
    if (Array.isArray(reply)) keys[index]?.set(bucket, reply);
  }
  return keys;
}

function addRead(pipeline: ChainableCommander, parent: JobRef, bucket: ChildBucket): void {
  const key = jobPartKey(parent, collectionOf[bucket]);
  if (bucket === "unprocessed") pipeline.smembers(key);
  else if (bucket === "failed") pipeline.zrange(key, "0", String(limits.scanCount - 1));
  else pipeline.hkeys(key);
}

async function toEdges({ cutter }: Deps, keys: readonly string[], bucket: ChildBucket): Promise<readonly ChildEdge[]> {
  return (await cutter.cut(keys)).flatMap((ref) => (ref === null ? [] : [{ ref, bucket }]));
}

async function findHiddenProblems(
  redis: Redis,
  parent: JobRef,
  read: readonly ChildEdge[],
): Promise<readonly ChildEdge[]> {
  const pending = read.filter((edge) => edge.bucket === "unprocessed");
  const known = new Set(pending.map((edge) => jobKey(edge.ref)));
  const queues = [...new Set(pending.map((edge) => edge.ref.queue))];
  const problems = await findPendingProblems(redis, parent, queues);
  return problems.filter((ref) => !known.has(jobKey(ref))).map((ref) => ({ ref, bucket: "unprocessed" }));
}
