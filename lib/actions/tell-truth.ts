import type { Redis } from "ioredis";

import type { ActionId, ActionResult, JobFate, Seen } from "@/lib/core/action";
import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { done, toEnding } from "./action-failure";
import type { Ending } from "./action-failure";
import { readGuard } from "./read-guard";
import type { GuardRequest } from "./read-guard";

type Tools = { readonly redis: Redis; readonly reader: Pick<FlowReader, "readJobs"> };

type Attempt = {
  readonly failure: Ending | null;
  readonly before: JobFate;
  readonly end: (ending: Ending, after: JobFate) => ActionResult;
};

type Request = GuardRequest & { readonly seen: Seen };

/** What a fresh read shows, whatever the script said: no result is told that Redis does not bear out. */
export async function tellTruth(
  tools: Tools,
  request: Request,
  { failure, before, end }: Attempt,
): Promise<ActionResult> {
  const unknown = toEnding("unknown-outcome");
  const now = await unlessAway(readOne(tools, request.job));
  if (now === null)
    return end(failure?.result === "refused" || failure?.result === "skipped" ? failure : unknown, before);
  if (failure === null) return end((await isBorneOut(tools, request, now)) ? done : unknown, toFate(now));
  if (failure.result === "refused" && !isSameRun(now, request.seen)) return end(unknown, toFate(now));
  return end(failure, toFate(now));
}

/** See `JobActor.lookBack`. */
export async function lookBack(tools: Tools, request: Request): Promise<ActionResult | null> {
  const now = await readOne(tools, request.job);
  if (!(await hasChanged(tools, request, now))) return null;
  const { job, seen } = request;
  const ref = { queue: job.queue, id: job.id };
  return { job: ref, ...toEnding("unknown-outcome"), before: fateSeen(seen), after: toFate(now) };
}

/** What leaves the job itself as it was is looked for where it acts. */
async function hasChanged(tools: Tools, request: Request, now: JobReading): Promise<boolean> {
  const { action, seen } = request;
  if (!isSameRun(now, seen)) return true;
  if (action !== "detach" && action !== "resume-queue") return false;
  const guard = await readGuard(tools.redis, request);
  return action === "detach" ? guard.pendingAtParent !== true : !guard.queuePaused;
}

/** What the act should have left behind is there. What leaves the job itself as it was is looked for where it acted. */
async function isBorneOut(tools: Tools, request: Request, now: JobReading): Promise<boolean> {
  const { action, seen } = request;
  if (action === "detach" || action === "resume-queue") {
    const guard = await unlessAway(readGuard(tools.redis, request));
    if (guard === null) return false;
    return action === "detach" ? guard.pendingAtParent !== true : !guard.queuePaused;
  }
  if (inLineAfter.has(action) && now.state === "none") return false;
  return !isSameRun(now, seen);
}

const inLineAfter: ReadonlySet<ActionId> = new Set(["retry", "put-back", "promote", "run-again"]);

function isSameRun(now: JobReading, seen: Seen): boolean {
  return (
    now.state === seen.state &&
    (now.lock?.lockId ?? null) === seen.lockId &&
    now.attempts.started === seen.attemptsStarted &&
    now.processedAtMs === seen.processedAtMs
  );
}

export async function readFate(tools: Tools, job: JobRef): Promise<JobFate | null> {
  const now = await unlessAway(readOne(tools, job));
  return now === null ? null : toFate(now);
}

/** `null`: Redis does not answer even now. */
async function unlessAway<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (isRedisUnavailable(error) || isRedisDenied(error)) return null;
    throw error;
  }
}

export async function readOne({ reader }: Pick<Tools, "reader">, ref: JobRef): Promise<JobReading> {
  const [job] = await reader.readJobs([ref]);
  if (job === undefined) throw new Error("A reader answers with one reading per job.");
  return job;
}

export function toFate(job: JobReading): JobFate {
  return { state: job.state, attempts: job.attempts.made, finishedAtMs: job.finishedAtMs };
}

/** What the operator saw, where nothing newer can be read. */
export function fateSeen({ state, attemptsStarted }: Seen): JobFate {
  return { state, attempts: attemptsStarted, finishedAtMs: null };
}
