import type { Redis } from "ioredis";

import type { ActionId, ActionOptions, RefusalCode } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";

import type { BullmqJobs } from "./bullmq-jobs";
import { claimLock } from "./claim-lock";
import { operatorFailure } from "./operator-failure";
import type { Guard } from "./read-guard";

type Tools = { readonly redis: Redis; readonly jobs: BullmqJobs };

type Request = {
  readonly action: ActionId;
  readonly job: JobRef;
  readonly reason: string;
  readonly options: ActionOptions;
};

/** Runs BullMQ's own script, once. Answers why nothing was changed, or `null`; throws what Redis and BullMQ answer. */
export async function runAction({ redis, jobs }: Tools, request: Request, guard: Guard): Promise<RefusalCode | null> {
  const job = jobs.toJob(request.job, guard);
  if (request.action === "fail") {
    const token = guard.token ?? (await claimLock(redis, request.job));
    if (token === null) return "conflict";
    // `false`: a job fetched for us would sit active without a lock.
    await job.moveToFailed(operatorFailure(request.reason), token, false);
    return null;
  }
  if (guard.failed) {
    await job.retry("failed", { resetAttemptsMade: request.options.resetAttempts === true });
    return null;
  }
  if (guard.token === null) return "lock-missing";
  await job.moveToWait(guard.token);
  return null;
}
