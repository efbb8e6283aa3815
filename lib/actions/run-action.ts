import type { Redis } from "ioredis";

import type { ActionId, ActionOptions, RefusalCode } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";

import type { BullmqJobs } from "./bullmq-jobs";
import { detachChild } from "./detach-child";
import { releaseParent, removeJob } from "./one-winner";
import { operatorFailure } from "./operator-failure";
import { claimLock, dropLock } from "./own-scripts";
import { promotePastMarkers } from "./promote-job";
import { putBackLost } from "./put-back-lost";
import type { Guard } from "./read-guard";
import { resumeQueue } from "./resume-queue";
import { needsRename } from "./script-commands";

type Tools = { readonly redis: Redis; readonly jobs: BullmqJobs };

type Request = {
  readonly action: ActionId;
  readonly job: JobRef;
  readonly reason: string;
  readonly options: ActionOptions;
};

/** Runs BullMQ's own script, once. Answers why nothing was changed, or `null`; throws what Redis and BullMQ answer. */
export async function runAction(tools: Tools, request: Request, guard: Guard): Promise<RefusalCode | null> {
  const { redis, jobs } = tools;
  const job = jobs.toJob(request.job, guard);
  switch (request.action) {
    case "fail": {
      const token = guard.token ?? (await claimLock(redis, request.job));
      if (token === null) return "conflict";
      // `false`: a job fetched for us would sit active without a lock.
      await job.moveToFailed(operatorFailure(request.reason), token, false);
      return null;
    }
    case "retry":
      if (guard.state === "active") return backInLine(tools, request.job, guard);
      await job.retry("failed", { resetAttemptsMade: request.options.resetAttempts === true });
      return null;
    case "put-back":
      return putBack(tools, request, guard);
    case "release-lock":
    case "clear-ghost-lock":
      return dropSeenLock(tools, request, guard);
    case "promote":
      return promote(tools, request.job, guard);
    case "run-again":
      await job.retry("completed");
      return null;
    case "remove":
      await jobs.defineScripts(request.job.queue);
      return removeJob(redis, request.job, { children: request.options.children === true });
    case "detach":
      if (guard.parent === null) return "parent-required";
      return (await detachChild(tools, request.job, guard.parent)) ? null : "not-pending";
    case "release-parent":
      await jobs.defineScripts(request.job.queue);
      return (await releaseParent(redis, request.job)) ? null : "conflict";
    case "resume-queue":
      return (await resumeQueue(redis, request.job.queue, needsRename(guard) ? "rename" : "move"))
        ? null
        : "queue-not-paused";
  }
}

async function promote({ redis, jobs }: Tools, ref: JobRef, guard: Guard): Promise<RefusalCode | null> {
  if (guard.hasOldMarker) {
    await jobs.defineScripts(ref.queue);
    return (await promotePastMarkers(redis, ref)) ? null : "conflict";
  }
  await jobs.toJob(ref, guard).promote();
  return null;
}

async function backInLine({ jobs }: Tools, ref: JobRef, guard: Guard): Promise<RefusalCode | null> {
  if (guard.token === null) return "lock-missing";
  await jobs.toJob(ref, guard).moveToWait(guard.token);
  return null;
}

async function putBack({ redis, jobs }: Tools, { job: ref }: Request, guard: Guard): Promise<RefusalCode | null> {
  if (guard.state === "active") {
    const token = await claimLock(redis, ref);
    if (token === null) return "conflict";
    await jobs.toJob(ref, guard).moveToWait(token);
    return null;
  }
  await jobs.defineScripts(ref.queue);
  return (await putBackLost(redis, ref, { lifo: guard.options.lifo === true })) ? null : "conflict";
}

async function dropSeenLock({ redis }: Tools, { action, job }: Request, guard: Guard): Promise<RefusalCode | null> {
  if (guard.token === null) return "lock-missing";
  const dropped = await dropLock(redis, job, { token: guard.token, active: action === "release-lock" });
  return dropped ? null : "conflict";
}
