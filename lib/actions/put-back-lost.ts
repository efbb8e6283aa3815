import { randomUUID } from "node:crypto";

import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import { jobHashKey, queueKey } from "@/lib/redis/keys";

import { addBullmqScript } from "./bullmq-script";
import { runTransaction } from "./run-transaction";

/** Only here whole lists are searched: a second entry in one would run the job twice. */
const markAsLost = `
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
for i = 2, 4 do if redis.call("LPOS", KEYS[i], ARGV[1]) then return 0 end end
for i = 5, 9 do if redis.call("ZSCORE", KEYS[i], ARGV[1]) then return 0 end end
return redis.call("ZADD", KEYS[10], 0, ARGV[1])
`;

const lists = ["wait", "paused", "active"] as const;
const sets = ["completed", "delayed", "prioritized", "waiting-children", "failed"] as const;

/**
 * Puts a job in line that is in none of its queue's collections, as one transaction: BullMQ retries only what stands in a
 * set, so the job stands for that instant in one that nobody else knows. Answers whether it was in no collection.
 */
export async function putBackLost(redis: Redis, job: JobRef, { lifo }: { readonly lifo: boolean }): Promise<boolean> {
  const { queue, id } = job;
  const lost = `${queue}:flowlock-lost-${randomUUID()}`;
  const looked = [jobHashKey(job), ...[...lists, ...sets].map((part) => queueKey(queue, part)), lost];
  const keys = [jobHashKey(job), queueKey(queue, "events"), lost]
    .concat((["wait", "meta", "active"] as const).map((part) => queueKey(queue, part)))
    .concat(`${queue}:marker`, queueKey(queue, "prioritized"), `${queue}:pc`);
  const [, answer] = await runTransaction(redis, (multi) => {
    multi.eval(markAsLost, looked.length, ...looked, id);
    addBullmqScript(multi, redis, {
      name: "reprocessJob",
      args: [...keys, id, lifo ? "RPUSH" : "LPUSH", "failedReason", "failed", "0", "0"],
    });
  });
  return answer === 1;
}
