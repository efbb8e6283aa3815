import { isAtLeast } from "../bullmq-version";
import type { DoctorReading } from "./doctor-reading";
import { queueWarnings } from "./queue-warnings";
import type { RedisWarning } from "./redis-warning";
import { rightsWarnings } from "./rights-warnings";

/** What is the matter with a Redis and what BullMQ keeps in it, gravest first. */
export function examineRedis(reading: DoctorReading): readonly RedisWarning[] {
  return [...serverWarnings(reading), ...rightsWarnings(reading), ...queueWarnings(reading)];
}

function serverWarnings({ server, writable }: DoctorReading): readonly RedisWarning[] {
  const { maxmemoryPolicy: policy, replica, redisVersion } = server;
  const warnings: RedisWarning[] = [];
  if (policy !== null && policy !== "noeviction")
    warnings.push({
      code: "maxmemory-policy",
      text: `Redis may evict ${policy.startsWith("volatile") ? "locks" : "jobs and locks"} (maxmemory-policy is ${policy}). BullMQ needs noeviction: CONFIG SET maxmemory-policy noeviction.`,
    });
  if (replica)
    warnings.push({
      code: "replica",
      text: "REDIS_URL names a read-only replica: what is shown may lag, and actions are refused. Name the primary.",
    });
  if (writable && isAtLeast(redisVersion, "7.0.0") === false)
    warnings.push({
      code: "no-dry-run",
      text: `Redis ${redisVersion} has no ACL DRYRUN: whether an action may run whole can't be checked before it starts. Redis 7 can.`,
    });
  return warnings;
}
