import type { ChainableCommander } from "ioredis";

import type { DamageCode } from "@/lib/core/damage";
import type { Counts, JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";

import { decodeJobHash, jobHashFields } from "./job-hash";
import { jobHashKey, jobPartKey, queueKey } from "./keys";
import { toLockReading } from "./lock-digest";
import { readInChunks } from "./read-in-chunks";
import type { RedisClock } from "./redis-clock";
import { WrongTypeReply } from "./redis-failures";
import type { WaitingLists } from "./waiting-lists";

/** Jobs in one MULTI: some 700 constant-time commands, about a millisecond of Redis. */
const jobsPerMulti = 40;
const multisInFlight = 8;
/** Active ids that LPOS looks at; jobs further back are found by `WaitingLists`. */
const activeLposMax = 1_000;

const zsetStates = ["completed", "failed", "waiting-children", "delayed", "prioritized"] as const;
const commandsPerJob = 4 + zsetStates.length + 4;

export type ReadJobsDeps = { readonly clock: RedisClock; readonly lists: WaitingLists };
type Deps = ReadJobsDeps;

/**
 * One reading per ref, in order; each job's fields, lock, state and counts are of one instant. What looks missing or
 * in no collection is read twice before it is said.
 */
export async function readJobs(deps: Deps, refs: readonly JobRef[]): Promise<readonly JobReading[]> {
  return confirmJobs(deps, await readOnce(deps, refs));
}

/** Jobs that are in no sorted set and not near the active list's head count as waiting here. */
function readOnce({ clock }: Deps, refs: readonly JobRef[]): Promise<readonly JobReading[]> {
  return readInChunks(refs, { chunkSize: jobsPerMulti, chunksInFlight: multisInFlight }, async (chunk) => {
    const { atMs, replies } = await clock.runAtOneInstant((multi) => {
      for (const ref of chunk) addCommands(multi, ref);
    });
    return chunk.map((ref, index) =>
      toReading(ref, atMs, replies.slice(index * commandsPerJob, (index + 1) * commandsPerJob)),
    );
  });
}

function addCommands(multi: ChainableCommander, ref: JobRef): void {
  multi.hmget(jobHashKey(ref), ...jobHashFields);
  multi.get(jobPartKey(ref, "lock"));
  multi.pttl(jobPartKey(ref, "lock"));
  multi.lpos(queueKey(ref.queue, "active"), ref.id, "MAXLEN", activeLposMax);
  for (const state of zsetStates) multi.zscore(queueKey(ref.queue, state), ref.id);
  multi.hlen(jobPartKey(ref, "processed"));
  multi.scard(jobPartKey(ref, "dependencies"));
  multi.hlen(jobPartKey(ref, "failed"));
  multi.zcard(jobPartKey(ref, "unsuccessful"));
}

function toReading(ref: JobRef, readAtMs: number, replies: readonly unknown[]): JobReading {
  const [hash, token, ttlMs, activeAt, completed, failed, waitingChildren, delayed, prioritized, ...counts] = replies;
  const damaged: DamageCode[] = replies.some((reply) => reply instanceof WrongTypeReply) ? ["wrong-type"] : [];
  const fields = Array.isArray(hash) ? hash : [];
  const hasHash = fields.some((value) => value !== null);
  const score = (reply: unknown) => (typeof reply === "string" || typeof reply === "number" ? Number(reply) : null);
  const state = stateOf({
    hasHash,
    wrongType: hash instanceof WrongTypeReply,
    active: typeof activeAt === "number",
    completed: score(completed) !== null,
    failed: score(failed) !== null,
    waitingChildren: score(waitingChildren) !== null,
    delayed: score(delayed) !== null,
    prioritized: score(prioritized) !== null,
  });
  return decodeJobHash({
    ref,
    fields,
    readAtMs,
    state,
    lock: toLockReading(token, ttlMs),
    children: toCounts(counts),
    waitingChildrenSinceMs: score(waitingChildren),
    delayScore: score(delayed),
    damaged,
  });
}

type Membership = {
  readonly hasHash: boolean;
  readonly wrongType: boolean;
  readonly active: boolean;
  readonly completed: boolean;
  readonly failed: boolean;
  readonly waitingChildren: boolean;
  readonly delayed: boolean;
  readonly prioritized: boolean;
};

/** Waiting is what is left: a search of the long waiting lists is done only where it matters. */
function stateOf(job: Membership): State {
  if (!job.hasHash && !job.wrongType) return "missing";
  if (job.active) return "active";
  if (job.completed) return "completed";
  if (job.failed) return "failed";
  if (job.waitingChildren) return "waiting-children";
  if (job.delayed) return "delayed";
  if (job.prioritized) return "prioritized";
  return job.wrongType ? "none" : "waiting";
}

export function toCounts(counts: readonly unknown[]): Counts {
  const [processed, unprocessed, ignored, failed] = counts.map((count) => (typeof count === "number" ? count : 0));
  return { processed: processed ?? 0, unprocessed: unprocessed ?? 0, ignored: ignored ?? 0, failed: failed ?? 0 };
}

/** Places what seems to wait, and reads again, whole, what then looks missing, in no collection, or to have lost its lock. */
export async function confirmJobs(deps: Deps, jobs: readonly JobReading[]): Promise<readonly JobReading[]> {
  const first = await place(deps, jobs);
  const doubtful = first.filter(isDoubtful);
  if (doubtful.length === 0) return first;
  // A job that moved between the look at its sets and the look at its lists seems to be nowhere.
  const second = await place(
    deps,
    await readOnce(
      deps,
      doubtful.map((job) => job.ref),
    ),
  );
  const again = new Map(second.map((job) => [jobKey(job.ref), job]));
  return first.map((job) => (isDoubtful(job) ? (again.get(jobKey(job.ref)) ?? job) : job));
}

/** What looks missing, in no list, or active without a lock, which it is too when it was fetched after the look at its lock. */
function isDoubtful({ state, lock }: JobReading): boolean {
  return state === "missing" || state === "none" || (state === "active" && lock === null);
}

/** Says in which list the jobs are that seem to wait; `none` where in no list. */
async function place({ lists }: Deps, jobs: readonly JobReading[]): Promise<readonly JobReading[]> {
  const waiting = jobs.filter((job) => job.state === "waiting").map((job) => job.ref);
  const places = await lists.find(waiting);
  return jobs.map((job) => {
    if (job.state !== "waiting") return job;
    const found = places.get(jobKey(job.ref));
    if (found === undefined) return { ...job, state: "none" };
    if (found === "unreadable") return { ...job, state: "none", damaged: withWrongType(job.damaged) };
    if (found === "active") return { ...job, state: "active" };
    return { ...job, inPausedList: found === "paused" };
  });
}

function withWrongType(damaged: readonly DamageCode[]): readonly DamageCode[] {
  return damaged.includes("wrong-type") ? damaged : [...damaged, "wrong-type"];
}
