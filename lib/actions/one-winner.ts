import type { Redis } from "ioredis";

import type { RefusalCode } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";
import { jobHashKey, jobPartKey, queueKey } from "@/lib/redis/keys";

import { addBullmqScript } from "./bullmq-script";
import { runWithLooks } from "./run-transaction";

/** BullMQ's scripts for these answer the same to whoever comes too late, so each is run between two looks, as one. */

/** Answers why nothing was removed, or `null`. */
export async function removeJob(
  redis: Redis,
  job: JobRef,
  { children }: { readonly children: boolean },
): Promise<RefusalCode | null> {
  const { queue, id } = job;
  const args = [jobHashKey(job), `${queue}:repeat`, id, children ? 1 : 0, `${queue}:`];
  const [existed, answer] = await runWithLooks(redis, (commands) => {
    commands.exists(jobHashKey(job));
    addBullmqScript(commands, redis, { name: "removeJob", args });
  });
  if (answer === -8) return "scheduled-job";
  if (answer !== 1) return "lock-held";
  return existed === 1 ? null : "job-not-found";
}

/**
 * Releases a parent for which nothing is pending, as BullMQ does at the end of adding a flow
 * (`src/classes/redis-queue-backend.ts`). Answers whether it did.
 */
export async function releaseParent(redis: Redis, parent: JobRef): Promise<boolean> {
  const args = [jobHashKey(parent), jobPartKey(parent, "dependencies"), parent.queue, parent.id, Date.now()];
  const look = [queueKey(parent.queue, "waiting-children"), parent.id] as const;
  const [before, , after] = await runWithLooks(redis, (commands) => {
    commands.zscore(...look);
    addBullmqScript(commands, redis, { name: "releaseParentIfNoPendingDependencies", args });
    commands.zscore(...look);
  });
  return before !== null && after === null;
}
