import "server-only";

import type { JobRef } from "@/lib/core/job-ref";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { AppError } from "./app-error";
import { connectionOf } from "./deps";

/** The root of the flow that a job belongs to; the job itself where it is gone or can't be read, which its page tells. */
export async function findRoot(conn: string, job: JobRef): Promise<JobRef> {
  try {
    const { chain } = await connectionOf(conn).reader.readAncestors(job);
    return chain[0]?.ref ?? job;
  } catch (error) {
    if (error instanceof AppError || isRedisUnavailable(error) || isRedisDenied(error)) return job;
    throw error;
  }
}
