import type { ChainableCommander, Redis } from "ioredis";

import type { DamageCode } from "@/lib/core/damage";
import type { Counts, JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";

import { decodeJobHash, jobHashFields } from "./job-hash";
import { jobHashKey, jobPartKey, queueKey } from "./keys";
import { toLockReading } from "./lock-digest";
import type { RedisClock } from "./redis-clock";
import { WrongTypeReply } from "./redis-failures";
import { runPipeline } from "./run-pipeline";
import { findInWaitingLists } from "./find-in-waiting-lists";

/** Jobs in one MULTI: some 700 constant-time commands, about a millisecond of Redis. */
const jobsPerMulti = 40;
/** An active list this long is read to its end by LPOS within a fraction of a millisecond. */
const activeLposMax = 10_000;

const zsetStates = ["completed", "failed", "waiting-children", "delayed", "prioritized"] as const;
const commandsPerJob = 4 + zsetStates.length + 4;

type Deps = { readonly redis: Redis; readonly clock: RedisClock };

export type ReadJobsOptions = {
  /** Look for jobs that are in no other collection in the waiting lists; without it they count as waiting. */
  readonly confirmWaiting: boolean;
};

/** One reading per ref, in order; each job's fields, lock, state and counts are of one instant. */
export async function readJobs(
  deps: Deps,
  refs: readonly JobRef[],
  options: ReadJobsOptions,
): Promise<readonly JobReading[]> {
  const chunks: Promise<readonly JobReading[]>[] = [];
  for (let start = 0; start < refs.length; start += jobsPerMulti) {
    chunks.push(readChunk(deps, refs.slice(start, start + jobsPerMulti)));
  }
  const jobs = (await Promise.all(chunks)).flat();
  return options.confirmWaiting ? confirmWaiting(deps, jobs) : jobs;
}

async function readChunk({ redis, clock }: Deps, refs: readonly JobRef[]): Promise<readonly JobReading[]> {
  const multi = redis.multi();
  clock.stamp(multi);
  for (const ref of refs) addCommands(multi, ref);
  const { atMs, rest } = await clock.instantOf(await runPipeline(multi));
  return refs.map((ref, index) =>
    toReading(ref, atMs, rest.slice(index * commandsPerJob, (index + 1) * commandsPerJob)),
  );
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
  if (job.active) return "active";
  if (job.completed) return "completed";
  if (job.failed) return "failed";
  if (job.waitingChildren) return "waiting-children";
  if (job.delayed) return "delayed";
  if (job.prioritized) return "prioritized";
  if (job.wrongType) return "none";
  return job.hasHash ? "waiting" : "missing";
}

export function toCounts(counts: readonly unknown[]): Counts {
  const [processed, unprocessed, ignored, failed] = counts.map((count) => (typeof count === "number" ? count : 0));
  return { processed: processed ?? 0, unprocessed: unprocessed ?? 0, ignored: ignored ?? 0, failed: failed ?? 0 };
}

/** Reads again what looked missing, and finds in which waiting list the others are, if any. */
async function confirmWaiting(deps: Deps, jobs: readonly JobReading[]): Promise<readonly JobReading[]> {
  const doubtful = jobs.filter((job) => job.state === "waiting" || job.state === "missing" || job.state === "none");
  if (doubtful.length === 0) return jobs;
  const places = await findInWaitingLists(
    deps.redis,
    doubtful.filter((job) => job.state === "waiting").map((job) => job.ref),
  );
  const lost = doubtful.filter((job) => job.state !== "waiting" || places.get(jobHashKey(job.ref)) === null);
  const again = new Map<string, JobReading>();
  for (const job of await readJobs(deps, lost.map((job) => job.ref), { confirmWaiting: false })) {
    again.set(jobHashKey(job.ref), job);
  }
  // A job that moved into a waiting list between the two looks is only there on a second search.
  const stillWaiting = [...again.values()].filter((job) => job.state === "waiting").map((job) => job.ref);
  const secondPlaces = await findInWaitingLists(deps.redis, stillWaiting);
  return jobs.map((job) => {
    const key = jobHashKey(job.ref);
    const reread = again.get(key);
    if (reread === undefined) return { ...job, inPausedList: places.get(key) === "paused" };
    if (reread.state !== "waiting") return reread;
    const place = secondPlaces.get(key) ?? null;
    return place === null ? { ...reread, state: "none" } : { ...reread, inPausedList: place === "paused" };
  });
}
