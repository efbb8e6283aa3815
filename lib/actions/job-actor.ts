import type { Redis } from "ioredis";

import type { ActionId, ActionOptions, ActionResult, JobFate, RefusalCode, Seen } from "@/lib/core/action";
import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { AclCheck } from "./acl-check";
import { toActionFailure, toReadFailure } from "./action-failure";
import { BullmqJobs } from "./bullmq-jobs";
import { guardRefusal } from "./guard-refusal";
import { isFailedByOperator } from "./operator-failure";
import { readGuard } from "./read-guard";
import type { Guard } from "./read-guard";
import { runAction } from "./run-action";

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
  /** The job is among its parent's `:dependencies`; `null`: it has no parent. */
  readonly pendingAtParent: boolean | null;
  /** An operator failed it while a worker ran it, and that run may go on. */
  readonly mayStillRun: boolean;
};

export type JobActor = {
  /** Changes one job, if it is still as it was seen. Never throws for what Redis or BullMQ answer. */
  act(request: ActRequest): Promise<ActionResult>;
  /** What would refuse the action before it starts: damaged keys and missing rights. Changes nothing; throws as a reader does. */
  check(job: JobRef): Promise<CheckAnswer>;
  close(): Promise<void>;
};

type Deps = {
  /** The actor's own connection. */
  readonly redis: Redis;
  readonly reader: Pick<FlowReader, "readJobs">;
  readonly writable: boolean;
  readonly onError?: (error: unknown) => void;
};

type Tools = Deps & { readonly acl: AclCheck; readonly jobs: BullmqJobs };

/** The only one who changes BullMQ's keys: BullMQ 6's own scripts behind guards that are read in one transaction. */
export function createJobActor(deps: Deps): JobActor {
  const ignore = () => undefined;
  const tools: Tools = {
    ...deps,
    acl: new AclCheck(deps.redis, () => Date.now()),
    jobs: new BullmqJobs(deps.redis, deps.onError ?? ignore),
  };
  return {
    act: (request) => act(tools, request),
    check: (job) => check(tools, job),
    close: () => tools.jobs.close(),
  };
}

async function check({ redis, acl, writable }: Tools, job: JobRef): Promise<CheckAnswer> {
  const guard = await readGuard(redis, job);
  const facts = {
    pendingAtParent: guard.pendingAtParent,
    mayStillRun: guard.failed && isFailedByOperator(guard.stacktrace),
  };
  // A read-only user need not be asked for rights that it will not use.
  if (guard.damage !== null || !writable) return { ...facts, refusal: guard.damage, aclNotChecked: false };
  const answer = await acl.check(queuesOf(job, guard));
  return {
    ...facts,
    refusal: answer.kind === "denied" ? "redis-denied" : null,
    aclNotChecked: answer.kind === "not-checked",
  };
}

async function act(tools: Tools, request: ActRequest): Promise<ActionResult> {
  const { guard, before, ending } = await prepare(tools, request).catch((error: unknown) => ({
    guard: null,
    before: fateSeen(request.seen),
    ending: toReadFailure(error),
  }));
  const end = ({ result, code }: Ending, after: JobFate): ActionResult => {
    return { job: { queue: request.job.queue, id: request.job.id }, result, code, before, after };
  };
  if (guard === null)
    return end(ending, ending.result === "skipped" ? ((await readFate(tools, request.job)) ?? before) : before);
  // What is sent while the connection is away waits in the client's queue, and goes out long after it was given up.
  if (tools.redis.status !== "ready") return end(toEnding("redis-unavailable"), before);
  const failure = await runAction(tools, request, guard).then(
    (code) => (code === null ? null : toEnding(code)),
    (error: unknown) => toActionFailure(error),
  );
  return tellTruth(tools, request, { failure, before, end });
}

type Ending = Pick<ActionResult, "result" | "code">;

type Prepared = { readonly before: JobFate } & (
  | { readonly guard: Guard; readonly ending: null }
  | { readonly guard: null; readonly ending: Ending }
);

/** Everything that may speak against the action, before anything is changed. */
async function prepare(tools: Tools, request: ActRequest): Promise<Prepared> {
  const before = toFate(await readOne(tools, request.job));
  const refuse = (code: RefusalCode) => ({ guard: null, before, ending: toEnding(code) });
  if (!tools.writable) return refuse("read-only");
  const guard = await readGuard(tools.redis, request.job);
  const refusal = guardRefusal(request, guard);
  if (refusal !== null) return refuse(refusal);
  const answer = await tools.acl.check(queuesOf(request.job, guard));
  return answer.kind === "denied" ? refuse("redis-denied") : { guard, before, ending: null };
}

type Attempt = {
  readonly failure: Ending | null;
  readonly before: JobFate;
  readonly end: (ending: Ending, after: JobFate) => ActionResult;
};

/** What a fresh read shows, whatever the script said: no result is told that the job does not bear out. */
async function tellTruth(
  tools: Tools,
  { action, job, seen }: ActRequest,
  { failure, before, end }: Attempt,
): Promise<ActionResult> {
  const unknown = toEnding("unknown-outcome");
  const now = await readNow(tools, job);
  if (now === null)
    return end(failure?.result === "refused" || failure?.result === "skipped" ? failure : unknown, before);
  const untouched = isSameRun(now, seen);
  if (failure === null)
    return end(untouched || (action === "retry" && now.state === "none") ? unknown : done, toFate(now));
  if (failure.result === "refused" && !untouched) return end(unknown, toFate(now));
  return end(failure, toFate(now));
}

const done: Ending = { result: "done", code: null };

const skippedCodes: ReadonlySet<RefusalCode> = new Set(["conflict", "job-not-found", "finished-first", "lock-moved"]);

function toEnding(code: RefusalCode): Ending {
  if (code === "unknown-outcome") return { result: "unknown", code };
  return { result: skippedCodes.has(code) ? "skipped" : "refused", code };
}

function isSameRun(now: JobReading, seen: Seen): boolean {
  return (
    now.state === seen.state &&
    (now.lock?.lockId ?? null) === seen.lockId &&
    now.attempts.started === seen.attemptsStarted &&
    now.processedAtMs === seen.processedAtMs
  );
}

/** `null`: Redis does not answer even now. */
async function readNow(tools: Tools, job: JobRef): Promise<JobReading | null> {
  try {
    return await readOne(tools, job);
  } catch (error) {
    if (isRedisUnavailable(error) || isRedisDenied(error)) return null;
    throw error;
  }
}

async function readFate(tools: Tools, job: JobRef): Promise<JobFate | null> {
  const now = await readNow(tools, job);
  return now === null ? null : toFate(now);
}

async function readOne({ reader }: Tools, ref: JobRef): Promise<JobReading> {
  const [job] = await reader.readJobs([ref]);
  if (job === undefined) throw new Error("A reader answers with one reading per job.");
  return job;
}

function toFate(job: JobReading): JobFate {
  return { state: job.state, attempts: job.attempts.made, finishedAtMs: job.finishedAtMs };
}

/** What the operator saw, where nothing newer can be read. */
function fateSeen({ state, attemptsStarted }: Seen): JobFate {
  return { state, attempts: attemptsStarted, finishedAtMs: null };
}

function queuesOf(job: JobRef, { parent }: Guard): readonly string[] {
  return parent === null ? [job.queue] : [job.queue, parent.queue];
}
