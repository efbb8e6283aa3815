import type { Redis } from "ioredis";

import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { jobHashKey } from "./keys";
import { parseBoundedJson } from "./parse-bounded-json";
import { readJobs } from "./read-jobs";
import type { RedisClock } from "./redis-clock";
import { runPipeline } from "./run-pipeline";

type Deps = { readonly redis: Redis; readonly clock: RedisClock };

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
  const chain = await readJobs(deps, path.toReversed(), { confirmWaiting: true });
  const missing = chain.findLastIndex((job, index) => job.state === "missing" && index < chain.length - 1);
  return { chain: chain.slice(missing + 1), cycle };
}

async function readParent(redis: Redis, ref: JobRef): Promise<JobRef | null> {
  const [text] = await runPipeline(redis.pipeline().hget(jobHashKey(ref), "parent"));
  if (typeof text !== "string") return null;
  const parsed = parseBoundedJson(text);
  if (parsed.kind !== "parsed" || typeof parsed.value !== "object" || parsed.value === null) return null;
  const { queueKey, id } = parsed.value as { queueKey?: unknown; id?: unknown };
  if (typeof queueKey !== "string" || (typeof id !== "string" && typeof id !== "number")) return null;
  return { queue: queueKey, id: String(id) };
}
