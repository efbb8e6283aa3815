import { randomUUID } from "node:crypto";

import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import { jobPartKey, queueKey } from "@/lib/redis/keys";
import { runCommand } from "@/lib/redis/run-pipeline";

/** Long enough for the one script that follows; when that never comes, the stalled check finds the job as before. */
const claimMs = 5_000;

const script = `
if redis.call("EXISTS", KEYS[1]) == 1 then return 0 end
if not redis.call("LPOS", KEYS[2], ARGV[3]) then return 0 end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
return 1
`;

/**
 * Takes the lock of an active job that has none, and answers the token; `null` when it has one or is not active any more.
 * BullMQ's bypass token "0" would do too, but between the look and the act a stalled check may hand the job to a worker,
 * whose live run "0" would fail.
 */
export async function claimLock(redis: Redis, job: JobRef): Promise<string | null> {
  const token = `flowlock-${randomUUID()}:0`;
  const keys = [jobPartKey(job, "lock"), queueKey(job.queue, "active")] as const;
  const claimed = await runCommand(redis.eval(script, keys.length, ...keys, token, claimMs, job.id));
  return claimed === 1 ? token : null;
}
