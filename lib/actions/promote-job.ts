import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import { queueKey } from "@/lib/redis/keys";

import { addBullmqScript } from "./bullmq-script";
import { runTransaction } from "./run-transaction";

/** BullMQ takes a leftover marker away by LPOP, a right that nothing else needs. */
const dropMarkers = `
while string.match(redis.call("LINDEX", KEYS[1], 0) or "", "^0:") do redis.call("LTRIM", KEYS[1], 1, -1) end
return 1
`;

const parts = ["delayed", "wait", "paused", "meta", "prioritized", "active"] as const;

/**
 * Promotes a delayed job of a queue whose line begins with a marker of BullMQ 4, which goes in the same transaction.
 * Answers whether the job was delayed.
 */
export async function promotePastMarkers(redis: Redis, { queue, id }: JobRef): Promise<boolean> {
  const keys = [...parts.map((part) => queueKey(queue, part)), `${queue}:pc`, queueKey(queue, "events")];
  const [, answer] = await runTransaction(redis, (multi) => {
    multi.eval(dropMarkers, 1, queueKey(queue, "wait"));
    addBullmqScript(multi, redis, { name: "promote", args: [...keys, `${queue}:marker`, `${queue}:`, id] });
  });
  return answer === 0;
}
