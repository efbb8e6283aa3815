import type { Redis } from "ioredis";

import type { ActionId, ActionOptions, ActionResult, JobFate, RefusalCode, Seen } from "@/lib/core/action";
import type { Removal } from "@/lib/core/build-outcome";
import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";

import { AclCheck } from "./acl-check";
import { toActionFailure, toEnding, toReadFailure } from "./action-failure";
import type { Ending } from "./action-failure";
import { BullmqJobs } from "./bullmq-jobs";
import { guardRefusal } from "./guard-refusal";
import { isFailedByOperator } from "./operator-failure";
import { readGuard } from "./read-guard";
import type { Guard, GuardRequest } from "./read-guard";
import { readRemoval } from "./read-removal";
import type { RemovalReading } from "./read-removal";
import { runAction } from "./run-action";
import { extraCommands } from "./script-commands";
import { fateSeen, lookBack, readFate, readOne, tellTruth, toFate } from "./tell-truth";

export type ActRequest = {
  readonly action: ActionId;
  readonly job: JobRef;
  readonly seen: Seen;
  readonly reason: string;
  readonly options: ActionOptions;
};

export type CheckRequest = Pick<ActRequest, "action" | "job" | "options">;

export type CheckAnswer = {
  /** Why the action would be refused; `null`: nothing speaks against it. */
  readonly refusal: RefusalCode | null;
  /** The command that the user may not run, where that is why. */
  readonly denied: string | null;
  /** Redis has no dry run of ACLs: rights were not checked. */
  readonly aclNotChecked: boolean;
  /** The job is among the `:dependencies` of its parent, or of the one to detach it from; `null`: there is none. */
  readonly pendingAtParent: boolean | null;
  /** An operator failed it while a worker ran it, and that run may go on. */
  readonly mayStillRun: boolean;
  /** What is below a job that is to be removed with its children. */
  readonly removal: Removal | null;
};

export type JobActor = {
  /** Changes one job, if it is still as it was seen. Never throws for what Redis or BullMQ answer. */
  act(request: ActRequest): Promise<ActionResult>;
  /**
   * What a fresh read shows of an act whose end nobody saw: its outcome stays unknown. `null`: nothing that it would
   * have changed has changed, so it may be acted on as it was seen. Changes nothing; throws as a reader does.
   */
  lookBack(request: ActRequest): Promise<ActionResult | null>;
  /** What would refuse the action before it starts: damaged keys and missing rights. Changes nothing; throws as a reader does. */
  check(request: CheckRequest): Promise<CheckAnswer>;
  close(): Promise<void>;
};

type Deps = {
  /** The actor's own connection. */
  readonly redis: Redis;
  readonly reader: Pick<FlowReader, "readJobs" | "readFlow">;
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
    lookBack: (request) => lookBack(tools, request),
    check: (request) => check(tools, request),
    close: () => tools.jobs.close(),
  };
}

async function check(tools: Tools, request: CheckRequest): Promise<CheckAnswer> {
  const guard = await readGuard(tools.redis, request);
  const removal = await removalOf(tools, request);
  const facts = {
    pendingAtParent: guard.pendingAtParent,
    mayStillRun: guard.state === "failed" && isFailedByOperator(guard.stacktrace),
    removal,
  };
  const refusal = guard.damage ?? removal?.refusal ?? null;
  // A read-only user need not be asked for rights that it will not use.
  if (refusal !== null || !tools.writable) return { ...facts, refusal, denied: null, aclNotChecked: false };
  const answer = await checkRights(tools, request, { guard, removal });
  return {
    ...facts,
    refusal: answer.kind === "denied" ? "redis-denied" : null,
    denied: answer.kind === "denied" ? answer.command : null,
    aclNotChecked: answer.kind === "not-checked",
  };
}

async function act(tools: Tools, request: ActRequest): Promise<ActionResult> {
  const { guard, before, ending } = await prepare(tools, request);
  const end = (how: Ending, after: JobFate): ActionResult => {
    return { job: { queue: request.job.queue, id: request.job.id }, ...how, before, after };
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

type Looked = { readonly guard: Guard; readonly ending: null } | { readonly guard: null; readonly ending: Ending };

type Prepared = { readonly before: JobFate } & Looked;

/** Everything that may speak against the action, before anything is changed. */
async function prepare(tools: Tools, request: ActRequest): Promise<Prepared> {
  let before = fateSeen(request.seen);
  try {
    before = toFate(await readOne(tools, request.job));
    return { before, ...(await lookFor(tools, request)) };
  } catch (error) {
    return { before, guard: null, ending: toReadFailure(error) };
  }
}

async function lookFor(tools: Tools, request: ActRequest): Promise<Looked> {
  const refuse = (code: RefusalCode) => ({ guard: null, ending: toEnding(code) });
  if (!tools.writable) return refuse("read-only");
  const removal = await removalOf(tools, request);
  const guard = await readGuard(tools.redis, request);
  const refusal = guardRefusal(request, guard) ?? removal?.refusal ?? null;
  if (refusal !== null) return refuse(refusal);
  const answer = await checkRights(tools, request, { guard, removal });
  if (answer.kind !== "denied") return { guard, ending: null };
  return { guard: null, ending: { ...toEnding("redis-denied"), denied: answer.command } };
}

async function removalOf(tools: Tools, { action, job, options }: GuardRequest): Promise<RemovalReading | null> {
  return action === "remove" && options.children === true ? readRemoval(tools, job) : null;
}

type Below = { readonly guard: Guard; readonly removal: RemovalReading | null };

function checkRights({ acl }: Tools, { action, job }: GuardRequest, { guard, removal }: Below) {
  const queues = [job.queue, ...(guard.parent === null ? [] : [guard.parent.queue]), ...(removal?.queues ?? [])];
  return acl.check(queues, extraCommands(action, guard));
}
