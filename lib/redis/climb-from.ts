import type { Redis } from "ioredis";

import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";

import { decodeParentRef } from "./job-hash";
import { jobHashKey } from "./keys";
import { runPipeline } from "./run-pipeline";

type Options = {
  /** A job at which a way up has arrived. */
  readonly isHome: (key: JobKey) => boolean;
  /** A way that would need more than is left of these ends on the way. */
  readonly commandsMax: number;
};

/** Climbs from many jobs at once by their stored parents, each parent asked once. Gives the ways down from home to those that arrive. */
export async function climbFrom(
  redis: Redis,
  from: readonly JobRef[],
  { isHome, commandsMax }: Options,
): Promise<readonly (readonly JobRef[])[]> {
  const parentOf = new Map<JobKey, JobRef | null>();
  let level = from.filter((ref) => !isHome(jobKey(ref))).slice(0, commandsMax);
  let left = commandsMax;
  while (level.length > 0 && left > 0) {
    const asked = level.slice(0, left);
    left -= asked.length;
    const pipeline = redis.pipeline();
    for (const ref of asked) pipeline.hget(jobHashKey(ref), "parent");
    const replies = await runPipeline(pipeline);
    const next = new Map<JobKey, JobRef>();
    for (const [index, ref] of asked.entries()) {
      const text = replies[index];
      const parent = typeof text === "string" ? decodeParentRef(text) : null;
      parentOf.set(jobKey(ref), parent);
      if (parent !== null && !isHome(jobKey(parent)) && !parentOf.has(jobKey(parent))) next.set(jobKey(parent), parent);
    }
    level = [...next.values()];
  }
  return from.flatMap((ref) => {
    const path = pathDown(ref, parentOf, isHome);
    return path === null ? [] : [path];
  });
}

function pathDown(
  from: JobRef,
  parentOf: ReadonlyMap<JobKey, JobRef | null>,
  isHome: (key: JobKey) => boolean,
): readonly JobRef[] | null {
  const path: JobRef[] = [];
  const seen = new Set<JobKey>();
  let at: JobRef | null | undefined = from;
  while (at !== undefined && at !== null && !seen.has(jobKey(at))) {
    path.push(at);
    if (isHome(jobKey(at))) return path.toReversed();
    seen.add(jobKey(at));
    at = parentOf.get(jobKey(at));
  }
  return null;
}
