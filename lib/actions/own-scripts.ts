import { randomUUID } from "node:crypto";

import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import { jobPartKey, queueKey } from "@/lib/redis/keys";

/**
 * What BullMQ has no method for. Each script looks and acts as one, and changes nothing where it finds something else.
 * They throw what Redis answers as it is: its code tells whether nothing was done or nobody knows.
 */

/** Long enough for the one script that follows; when that never comes, the stalled check finds the job as before. */
const claimMs = 5_000;

const claimScript = `
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
  const claimed = await redis.eval(claimScript, keys.length, ...keys, token, claimMs, job.id);
  return claimed === 1 ? token : null;
}

const dropLockScript = `
local isActive = redis.call("LPOS", KEYS[2], ARGV[2]) and true or false
if isActive ~= (ARGV[3] == "1") then return 0 end
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call("DEL", KEYS[1])
`;

/** Deletes a job's lock while it has this token and the job is active, or is not. Answers whether it did. */
export async function dropLock(
  redis: Redis,
  job: JobRef,
  { token, active }: { readonly token: string; readonly active: boolean },
): Promise<boolean> {
  const keys = [jobPartKey(job, "lock"), queueKey(job.queue, "active")] as const;
  const args = [token, job.id, active ? "1" : "0"] as const;
  return (await redis.eval(dropLockScript, keys.length, ...keys, ...args)) === 1;
}
