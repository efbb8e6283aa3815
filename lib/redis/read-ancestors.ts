import type { Redis } from "ioredis";

import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { decodeParentRef } from "./job-hash";
import { jobHashKey } from "./keys";
import { readJobs } from "./read-jobs";
import type { RedisClock } from "./redis-clock";
import type { WaitingLists } from "./waiting-lists";
import { runPipeline } from "./run-pipeline";

type Deps = { readonly redis: Redis; readonly clock: RedisClock; readonly lists: WaitingLists };

/** From a job up to its true root by the stored `parent` JSON, root first. A missing parent and a cycle end the climb. */
export async function readAncestors(
  deps: Deps,
  ref: JobRef,
): Promise<{ readonly chain: readonly JobReading[]; readonly cycle: boolean }> {
  const path: JobRef[] = [];
  const seen = new Set<string>();
  let cycle = false;
  let next: JobRef | null = ref;
  while (next !== null && path.length < limits.depthMax) {
    if (seen.has(jobKey(next))) {
      cycle = true;
      break;
    }
    seen.add(jobKey(next));
    path.push(next);
    next = await readParent(deps.redis, next);
  }
  const chain = await readJobs(deps, path.toReversed());
  const missing = chain.findLastIndex((job, index) => job.state === "missing" && index < chain.length - 1);
  return { chain: chain.slice(missing + 1), cycle };
}

async function readParent(redis: Redis, ref: JobRef): Promise<JobRef | null> {
  const [text] = await runPipeline(redis.pipeline().hget(jobHashKey(ref), "parent"));
  if (typeof text !== "string") return null;
  return decodeParentRef(text);
}
