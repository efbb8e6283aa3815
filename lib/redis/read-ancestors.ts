import type { Redis } from "ioredis";

import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { decodeParentRef } from "./job-hash";
import { jobHashKey } from "./keys";
import { runPipeline } from "./run-pipeline";

/** Parents above a job, nearest first; `ended`: the last one has no parent. */
export type ParentsAbove = { readonly parents: readonly JobRef[]; readonly ended: boolean };

type Deps = {
  readonly readJobs: (refs: readonly JobRef[]) => Promise<readonly JobReading[]>;
  /** One parent at least, unless the way ended. */
  readonly readParents: (from: JobRef) => Promise<ParentsAbove>;
};

/** From a job up to its true root by the stored `parent` JSON, root first. A missing parent and a cycle end the climb. */
export async function readAncestors(
  deps: Deps,
  ref: JobRef,
): Promise<{ readonly chain: readonly JobReading[]; readonly cycle: boolean }> {
  const { path, cycle } = await climb(deps, ref);
  const chain = await deps.readJobs(path.toReversed());
  const missing = chain.findLastIndex((job, index) => job.state === "missing" && index < chain.length - 1);
  return { chain: chain.slice(missing + 1), cycle };
}

async function climb({ readParents }: Deps, ref: JobRef) {
  const path: JobRef[] = [ref];
  const seen = new Set<string>([jobKey(ref)]);
  let from = ref;
  while (path.length < limits.depthMax) {
    const { parents, ended } = await readParents(from);
    for (const parent of parents) {
      if (seen.has(jobKey(parent))) return { path, cycle: true };
      if (path.length >= limits.depthMax) break;
      seen.add(jobKey(parent));
      path.push(parent);
      from = parent;
    }
    if (ended || parents.length === 0) break;
  }
  return { path, cycle: false };
}

/** The plain way up, a hop at a time. */
export async function readParentPlainly(redis: Redis, from: JobRef): Promise<ParentsAbove> {
  const [text] = await runPipeline(redis.pipeline().hget(jobHashKey(from), "parent"));
  const parent = typeof text === "string" ? decodeParentRef(text) : null;
  return parent === null ? { parents: [], ended: true } : { parents: [parent], ended: false };
}
