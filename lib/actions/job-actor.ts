import { UnrecoverableError } from "bullmq";
import type { Redis } from "ioredis";

import type { ActionId, ActionOptions, ActionResult, JobFate, RefusalCode, Seen } from "@/lib/core/action";
import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";

import { AclCheck } from "./acl-check";
import { toActionFailure } from "./action-failure";
import { BullmqJobs } from "./bullmq-jobs";
import { isAsSeen, readGuard } from "./read-guard";
import type { Guard } from "./read-guard";

export type ActRequest = {
  readonly action: ActionId;
  readonly job: JobRef;
  readonly seen: Seen;
  readonly reason: string;
  readonly options: ActionOptions;
};

export type CheckAnswer = {
  /** Why the action would be refused; `null`: nothing speaks against it. */
  readonly refusal: RefusalCode | null;
  /** Redis has no dry run of ACLs: rights were not checked. */
  readonly aclNotChecked: boolean;
};

export type JobActor = {
  /** Changes one job, if it is still as it was seen. Never throws for what Redis or BullMQ answer. */
  act(request: ActRequest): Promise<ActionResult>;
  /** What would refuse the action before it starts: damaged keys and missing rights. Changes nothing. */
  check(job: JobRef): Promise<CheckAnswer>;
  close(): Promise<void>;
};

type Deps = {
  readonly redis: Redis;
  readonly reader: Pick<FlowReader, "readJobs">;
  readonly writable: boolean;
};

type Tools = Deps & { readonly acl: AclCheck; readonly jobs: BullmqJobs };

/** The only one who changes BullMQ's keys: BullMQ 6's own scripts behind guards that are read in one transaction. */
export function createJobActor(deps: Deps): JobActor {
  const tools: Tools = { ...deps, acl: new AclCheck(deps.redis, () => Date.now()), jobs: new BullmqJobs(deps.redis) };
  return {
    act: (request) => act(tools, request),
    check: (job) => check(tools, job),
    close: () => tools.jobs.close(),
  };
}

async function check({ redis, acl, writable }: Tools, job: JobRef): Promise<CheckAnswer> {
  const guard = await readGuard(redis, job);
  if (guard.damage !== null) return { refusal: guard.damage, aclNotChecked: false };
  // A read-only user need not be asked for rights that it will not use.
  if (!writable) return { refusal: null, aclNotChecked: false };
  const answer = await acl.check(queuesOf(job, guard));
  return { refusal: answer.kind === "denied" ? "redis-denied" : null, aclNotChecked: answer.kind === "not-checked" };
}

async function act(tools: Tools, request: ActRequest): Promise<ActionResult> {
  const before = toFate(await readOne(tools, request.job));
  const end = (result: ActionResult["result"], code: RefusalCode | null, after = before): ActionResult => ({
    job: { queue: request.job.queue, id: request.job.id },
    result,
    code,
    before,
    after,
  });
  if (!tools.writable) return end("refused", "read-only");
  const guard = await readGuard(tools.redis, request.job);
  const refusal = await refusalOf(tools, request, guard);
  if (refusal !== null) return end(refusal === "conflict" || refusal === "job-not-found" ? "skipped" : "refused", refusal);
  try {
    await perform(tools, request, guard);
  } catch (error) {
    const failure = toActionFailure(error);
    return end(failure.result, failure.code, await fateAfterFailure(tools, request.job, before));
  }
  const after = await readOne(tools, request.job);
  if (request.action === "retry" && guard.active && isStillTheSameRun(after, request.seen))
    return end("unknown", "unknown-outcome", toFate(after));
  return end("done", null, toFate(after));
}

async function refusalOf(tools: Tools, { action, job, seen }: ActRequest, guard: Guard): Promise<RefusalCode | null> {
  if (action !== "fail" && action !== "retry") return "not-implemented";
  if (!guard.exists) return "job-not-found";
  if (!isAsSeen(guard, seen)) return "conflict";
  if (guard.damage !== null) return guard.damage;
  if (guard.token === "0") return "lock-bypass-token";
  if (action === "fail" && !guard.active) return "wrong-state";
  if (action === "retry" && guard.active && guard.token === null) return "lock-missing";
  const answer = await tools.acl.check(queuesOf(job, guard));
  return answer.kind === "denied" ? "redis-denied" : null;
}

async function perform({ jobs }: Tools, { action, job: ref, reason, options }: ActRequest, guard: Guard): Promise<void> {
  const job = jobs.toJob(ref, guard);
  if (action === "fail") {
    // Without a lock "0" is the only way; the guard's transaction has just seen the job active and no lock.
    await job.moveToFailed(new UnrecoverableError(reason), guard.token ?? "0", false);
    return;
  }
  if (guard.active) {
    await job.moveToWait(guard.token ?? undefined);
    return;
  }
  await job.retry("failed", options.resetAttempts === true ? { resetAttemptsMade: true } : {});
}

/** `moveToWait` answers the same whether or not it moved anything. */
function isStillTheSameRun(after: JobReading, seen: Seen): boolean {
  return after.state === "active" && after.lock !== null && after.lock.lockId === seen.lockId;
}

/** After a failure in the middle only a fresh read tells; where Redis does not answer, the last that was known stands. */
async function fateAfterFailure(tools: Tools, job: JobRef, before: JobFate): Promise<JobFate> {
  try {
    return toFate(await readOne(tools, job));
  } catch (error) {
    if (error instanceof Error) return before;
    throw error;
  }
}

async function readOne({ reader }: Tools, ref: JobRef): Promise<JobReading> {
  const [job] = await reader.readJobs([ref]);
  if (job === undefined) throw new Error("A reader answers with one reading per job.");
  return job;
}

function toFate(job: JobReading): JobFate {
  return { state: job.state, attempts: job.attempts.made, finishedAtMs: job.finishedAtMs };
}

function queuesOf(job: JobRef, guard: Guard): readonly string[] {
  if (guard.parentKey === null) return [job.queue];
  return [job.queue, guard.parentKey.slice(0, guard.parentKey.lastIndexOf(":"))];
}
