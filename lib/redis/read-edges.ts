import type { Redis } from "ioredis";

import type { ChildBucket, ChildEdge } from "@/lib/core/flow-reader";
import type { Counts } from "@/lib/core/job-reading";
import { cutJobKey, jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { jobPartKey, queueKey } from "./keys";
import { runCommand, runPipeline } from "./run-pipeline";

/** Beyond this many members a collection is read in pages of a scan. */
const wholeMax = 1_000;
/** HKEYS of this many fields takes Redis about a millisecond; of more, a sample is taken. */
const hashKeysMax = 10_000;
const sampleSize = 200;

export type ParentEdges = { readonly edges: readonly ChildEdge[]; readonly cut: boolean };

type Parent = { readonly ref: JobRef; readonly children: Counts };

type Deps = { readonly redis: Redis; readonly knownQueues: () => ReadonlySet<string> };

/**
 * The direct children of each parent, pending and failed ones first. Never the values of `:processed`, which are the
 * children's return values. `cut`: some were left out.
 */
export async function readEdges(
  deps: Deps,
  parents: readonly Parent[],
  options: { readonly pendingOnly: boolean },
): Promise<readonly ParentEdges[]> {
  const small = await readSmall(deps, parents, options);
  const result: ParentEdges[] = [];
  for (const [index, parent] of parents.entries()) {
    const edges = [...(small[index] ?? [])];
    let cut = false;
    for (const bucket of largeBuckets(parent.children, options)) {
      const page = await readLarge(deps, parent.ref, bucket, edges);
      edges.push(...page.edges);
      cut ||= page.cut;
    }
    result.push({ edges, cut });
  }
  return result;
}

const buckets = ["unprocessed", "failed", "ignored", "processed"] as const satisfies readonly ChildBucket[];

const partOf = {
  unprocessed: "dependencies",
  failed: "unsuccessful",
  ignored: "failed",
  processed: "processed",
} as const satisfies Record<ChildBucket, string>;

function wantedBuckets(options: { readonly pendingOnly: boolean }): readonly ChildBucket[] {
  return options.pendingOnly ? ["unprocessed"] : buckets;
}

function largeBuckets(counts: Counts, options: { readonly pendingOnly: boolean }): readonly ChildBucket[] {
  return wantedBuckets(options).filter((bucket) => counts[bucket] > wholeMax);
}

async function readSmall(deps: Deps, parents: readonly Parent[], options: { readonly pendingOnly: boolean }) {
  const asked: { readonly index: number; readonly bucket: ChildBucket }[] = [];
  const pipeline = deps.redis.pipeline();
  for (const [index, parent] of parents.entries()) {
    for (const bucket of wantedBuckets(options)) {
      if (parent.children[bucket] === 0 || parent.children[bucket] > wholeMax) continue;
      asked.push({ index, bucket });
      const key = jobPartKey(parent.ref, partOf[bucket]);
      if (bucket === "unprocessed") pipeline.smembers(key);
      else if (bucket === "failed") pipeline.zrange(key, "0", String(wholeMax - 1));
      else pipeline.hkeys(key);
    }
  }
  const replies = await runPipeline(pipeline);
  const edges: ChildEdge[][] = parents.map(() => []);
  for (const [at, { index, bucket }] of asked.entries()) edges[index]?.push(...toEdges(deps, replies[at], bucket));
  return edges;
}

function toEdges(deps: Deps, keys: unknown, bucket: ChildBucket): ChildEdge[] {
  if (!Array.isArray(keys)) return [];
  const known = deps.knownQueues();
  return keys.flatMap((key: string) => {
    const ref = cutJobKey(key, known);
    return ref === null ? [] : [{ ref, bucket }];
  });
}

async function readLarge(
  deps: Deps,
  parent: JobRef,
  bucket: ChildBucket,
  before: readonly ChildEdge[],
): Promise<ParentEdges> {
  const key = jobPartKey(parent, partOf[bucket]);
  if (bucket === "processed") return readLargeHash(deps, key);
  if (bucket === "failed") {
    const keys = await runCommand(deps.redis.zrange(key, "0", String(limits.childrenPerParentMax)));
    return cutTo(toEdges(deps, keys, bucket));
  }
  const keys = await scanKeys(deps.redis, key, bucket === "unprocessed" ? "set" : "hash");
  const page = cutTo(toEdges(deps, keys, bucket));
  if (!page.cut || bucket !== "unprocessed") return page;
  const problems = await findPendingProblems(deps, parent, [...before, ...page.edges]);
  const known = new Set(page.edges.map((edge) => jobKey(edge.ref)));
  const extra = problems.filter((ref) => !known.has(jobKey(ref))).map((ref) => ({ ref, bucket }));
  return { edges: [...extra, ...page.edges], cut: true };
}

function cutTo(edges: readonly ChildEdge[]): ParentEdges {
  return { edges: edges.slice(0, limits.childrenPerParentMax), cut: edges.length > limits.childrenPerParentMax };
}

async function readLargeHash(deps: Deps, key: string): Promise<ParentEdges> {
  const length = await runCommand(deps.redis.hlen(key));
  if (length > hashKeysMax) {
    const sample = await runCommand(deps.redis.hrandfield(key, sampleSize));
    return { edges: toEdges(deps, sample, "processed"), cut: true };
  }
  return cutTo(toEdges(deps, await runCommand(deps.redis.hkeys(key)), "processed"));
}

async function scanKeys(redis: Redis, key: string, type: "set" | "hash"): Promise<readonly string[]> {
  const keys = new Set<string>();
  let cursor = "0";
  do {
    const [next, items] = await runCommand(
      type === "set" ? redis.sscan(key, cursor, "COUNT", wholeMax) : redis.hscan(key, cursor, "COUNT", wholeMax),
    );
    const step = type === "set" ? 1 : 2;
    for (let index = 0; index < items.length; index += step) keys.add(items[index] ?? "");
    cursor = next;
  } while (cursor !== "0" && keys.size <= limits.childrenPerParentMax);
  return [...keys];
}

/**
 * Of a parent with more pending children than are read: those that are active, failed, delayed or waiting for children
 * themselves, asked from the queues' short collections upward, so that no stuck child hides among its siblings.
 */
async function findPendingProblems(
  deps: Deps,
  parent: JobRef,
  sample: readonly ChildEdge[],
): Promise<readonly JobRef[]> {
  const queues = [...new Set(sample.map((edge) => edge.ref.queue))];
  const pipeline = deps.redis.pipeline();
  for (const queue of queues) {
    pipeline.lrange(queueKey(queue, "active"), 0, limits.failedPerQueueMax - 1);
    for (const part of ["failed", "waiting-children", "delayed"] as const)
      pipeline.zrevrange(queueKey(queue, part), 0, limits.failedPerQueueMax - 1);
  }
  const replies = await runPipeline(pipeline);
  const candidates = queues.flatMap((queue, index) =>
    replies.slice(index * 4, index * 4 + 4).flatMap((ids) => (Array.isArray(ids) ? ids : []).map((id: string) => ({ queue, id }))),
  );
  const dependencies = jobPartKey(parent, "dependencies");
  const found: JobRef[] = [];
  for (let start = 0; start < candidates.length && found.length < limits.childrenPerParentMax; start += wholeMax) {
    const chunk = candidates.slice(start, start + wholeMax);
    const members = await runCommand(deps.redis.smismember(dependencies, ...chunk.map((ref) => jobKey(ref))));
    found.push(...chunk.filter((_, index) => members[index] === 1));
  }
  return found;
}
