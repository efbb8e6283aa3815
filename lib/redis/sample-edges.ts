import type { Redis } from "ioredis";

import type { ChildBucket, ChildEdge } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { limits } from "@/lib/core/limits";

import { collectionOf } from "./child-collections";
import type { KeyCutter } from "./key-cutter";
import { jobPartKey } from "./keys";
import { runPipeline } from "./run-pipeline";

type Deps = { readonly redis: Redis; readonly cutter: KeyCutter };

const buckets = ["unprocessed", "failed", "ignored", "processed"] as const satisfies readonly ChildBucket[];
/** Of finished and failed children these many show what they are; of pending ones as many as there is room for. */
const finishedSample = 4;
const failedSample = 6;

/** Some children of each parent, of every collection; all of them where there are at most `roomMax`. */
export async function sampleEdges(
  { redis, cutter }: Deps,
  parents: readonly JobReading[],
  roomMax: number,
): Promise<readonly (readonly ChildEdge[])[]> {
  const asked: { readonly index: number; readonly bucket: ChildBucket; readonly countMax: number }[] = [];
  const pipeline = redis.pipeline();
  for (const [index, { ref, children }] of parents.entries()) {
    const sum = buckets.reduce((total, bucket) => total + children[bucket], 0);
    for (const bucket of buckets) {
      if (children[bucket] === 0) continue;
      const countMax = sum <= roomMax ? children[bucket] : sampleSize(bucket, roomMax);
      asked.push({ index, bucket, countMax });
      const key = jobPartKey(ref, collectionOf[bucket]);
      const isSmall = children[bucket] <= limits.scanCount;
      if (bucket === "failed") pipeline.zrange(key, "0", String(countMax - 1));
      else if (bucket === "unprocessed")
        // Not SRANDMEMBER: the same children should stand on the page at the next look.
        if (isSmall) pipeline.smembers(key);
        else pipeline.sscan(key, "0", "COUNT", countMax);
      else if (isSmall) pipeline.hkeys(key);
      else pipeline.hrandfield(key, countMax);
    }
  }
  const replies = await runPipeline(pipeline);
  const edges: ChildEdge[][] = parents.map(() => []);
  for (const [at, { index, bucket, countMax }] of asked.entries()) {
    const keys = keysOf(replies[at]).toSorted().slice(0, countMax);
    for (const ref of await cutter.cut(keys)) if (ref !== null) edges[index]?.push({ ref, bucket });
  }
  return edges;
}

function sampleSize(bucket: ChildBucket, roomMax: number): number {
  if (bucket === "processed") return Math.min(finishedSample, Math.max(1, roomMax));
  return Math.max(1, Math.min(bucket === "unprocessed" ? 20 : failedSample, roomMax));
}

/** SSCAN answers with its cursor and the members, the others with the members. */
function keysOf(reply: unknown): readonly string[] {
  if (!Array.isArray(reply)) return [];
  const members: unknown = Array.isArray(reply[1]) ? reply[1] : reply;
  return Array.isArray(members) ? members.map(String) : [];
}
