import type { Redis } from "ioredis";

import type { ChildBucket, ChildEdge, WalkedJob } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import type { KeyCutter } from "./key-cutter";
import { openBuckets } from "./child-collections";
import { readChildKeys } from "./read-child-keys";
import { readEdges } from "./read-edges";

type Deps = {
  readonly redis: Redis;
  readonly cutter: KeyCutter;
  readonly readJobs: (refs: readonly JobRef[]) => Promise<readonly JobReading[]>;
};

type Below = { readonly parent: JobReading; readonly edge: ChildEdge };

const everyBucket = [...openBuckets, "processed"] as const satisfies readonly ChildBucket[];
const parentsAtOnce = 200;
/** Jobs read at once: fewer would walk a long waiting list for its jobs again and again. */
const jobsAtOnce = 5_000;

/**
 * Every job of a flow with its parent, each once, some thousand at a time, whatever the flow's size: what is read is
 * given away and not kept. Iterative; a child that two parents list, or that lists its ancestor, is followed once.
 */
export async function* walkJobs(deps: Deps, root: JobRef): AsyncGenerator<readonly WalkedJob[]> {
  const seen = new Set<JobKey>([jobKey(root)]);
  const [first] = await deps.readJobs([root]);
  if (first === undefined) return;
  yield [{ job: first, parent: null }];
  const parents = [first].filter(hasChildren);
  while (parents.length > 0) {
    let found: Below[] = [];
    for await (const page of childrenOf(deps, takeParents(parents))) {
      for (const below of page) {
        const key = jobKey(below.edge.ref);
        if (!seen.has(key)) found.push(below);
        seen.add(key);
      }
      while (found.length >= jobsAtOnce) {
        yield* readFound(deps, parents, found.slice(0, jobsAtOnce));
        found = found.slice(jobsAtOnce);
      }
    }
    if (found.length > 0) yield* readFound(deps, parents, found);
  }
}

async function* readFound(
  deps: Deps,
  parents: JobReading[],
  found: readonly Below[],
): AsyncGenerator<readonly WalkedJob[]> {
  const jobs = await deps.readJobs(found.map(({ edge }) => edge.ref));
  const read = new Map(jobs.map((job) => [jobKey(job.ref), job]));
  parents.push(...jobs.filter(hasChildren));
  yield found.flatMap(({ parent, edge }): readonly WalkedJob[] => {
    const job = read.get(jobKey(edge.ref));
    if (job === undefined) return [];
    // What completed and was removed (removeOnComplete) stays listed by its parent.
    const isRemoved = job.state === "missing" && edge.bucket === "processed";
    return [{ job: isRemoved ? { ...job, state: "completed" } : job, parent: parent.ref }];
  });
}

/** One parent with many children, or some with few. */
function takeParents(parents: JobReading[]): readonly JobReading[] {
  const last = parents.at(-1);
  if (last !== undefined && isLarge(last)) return parents.splice(-1);
  let count = 0;
  while (count < parentsAtOnce && count < parents.length) {
    const next = parents.at(-1 - count);
    if (next === undefined || isLarge(next)) break;
    count += 1;
  }
  return parents.splice(-count);
}

async function* childrenOf(deps: Deps, parents: readonly JobReading[]): AsyncGenerator<readonly Below[]> {
  const [only] = parents;
  if (only !== undefined && isLarge(only)) {
    for await (const { keys, bucket } of readChildKeys(deps.redis, only)) {
      const refs = await deps.cutter.cut(keys);
      yield refs.flatMap((ref) => (ref === null ? [] : [{ parent: only, edge: { ref, bucket } }]));
    }
    return;
  }
  const found = await readEdges(deps, parents, { buckets: everyBucket, edgesMax: Number.POSITIVE_INFINITY });
  yield parents.flatMap((parent, index) => (found[index]?.edges ?? []).map((edge) => ({ parent, edge })));
}

/** `readEdges` cuts a collection of more. */
function isLarge({ children }: JobReading): boolean {
  return everyBucket.some((bucket) => children[bucket] > limits.scanCount);
}

function hasChildren({ children }: JobReading): boolean {
  return everyBucket.some((bucket) => children[bucket] > 0);
}
