import type { ChainableCommander, Redis } from "ioredis";

import type { ActionId, ActionOptions, RefusalCode, Seen } from "@/lib/core/action";
import { followsParentFields } from "@/lib/core/action-misfit";
import type { JobRef } from "@/lib/core/job-ref";
import { decodeJobHash, jobHashFields } from "@/lib/redis/job-hash";
import { jobHashKey, jobPartKey, queueKey } from "@/lib/redis/keys";
import { digestToken } from "@/lib/redis/lock-digest";
import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";
import { runPipeline } from "@/lib/redis/run-pipeline";
import { runTogether } from "@/lib/redis/run-together";

import { addPlaces, isScore, placeCommands, toPlace } from "./guard-place";
import type { GuardPlace } from "./guard-place";
import { typedKeysOf } from "./key-types";
import { hasOddNumbers, isOddNumber, metaNumbers } from "./odd-numbers";
import { readParentPointer } from "./parent-pointer";
import type { ParentPointer } from "./parent-pointer";

/** What one transaction saw right before an action. Holds the lock's token: it never leaves this folder. */
export type Guard = GuardPlace & {
  readonly exists: boolean;
  readonly token: string | null;
  readonly name: string;
  readonly attemptsMade: number;
  readonly attemptsStarted: number;
  readonly processedAtMs: number | null;
  /** The parent that the job names, or that it is to be detached from. */
  readonly parent: JobRef | null;
  /** The job is in that parent's `:dependencies`; `null`: there is no such parent. */
  readonly pendingAtParent: boolean | null;
  readonly pendingChildren: number;
  readonly queuePaused: boolean;
  readonly options: { readonly [name: string]: unknown };
  readonly stacktrace: string | null;
  /** Why nothing may be changed, whatever was seen. */
  readonly damage: RefusalCode | null;
};

export type GuardRequest = { readonly action: ActionId; readonly job: JobRef; readonly options: ActionOptions };

/** Fields that tell which other keys an action touches. */
const pointerFields = ["parentKey", "parent", "deid", "rjk"] as const;

type Pointers = { readonly texts: readonly (string | undefined)[]; readonly parent: ParentPointer };

/** Reads everything that an action depends on in one MULTI, once the first look told which keys those are. */
export async function readGuard(redis: Redis, request: GuardRequest): Promise<Guard> {
  const { job: ref } = request;
  const [first] = await runPipeline(redis.pipeline().hmget(jobHashKey(ref), ...pointerFields));
  const before = toPointers(first);
  const parent = parentOf(request, before);
  const typed = typedKeysOf(ref, parent, before.texts[2] ?? null);
  const replies = await runTogether(redis, (multi) => {
    addFacts(multi, ref, parent);
    multi.zscore(`${ref.queue}:repeat`, schedulerOf(ref, before));
    addPlaces(multi, ref);
    for (const { key } of typed) multi.type(key);
  });
  const [
    hash,
    extra,
    token,
    ttlMs,
    ownMeta,
    parentMeta,
    attempts,
    counter,
    parentCounter,
    pending,
    pendingChildren,
    schedulerScore,
    ...rest
  ] = replies;
  const types = rest.slice(placeCommands);
  const fields = Array.isArray(hash) ? hash : [];
  const exists = fields.some((value) => value !== null);
  const place = toPlace(rest, exists);
  const job = decodeJobHash({ ref, fields, readAtMs: 0, state: "none", lock: null });
  const opts = textAt(hash, jobHashFields.indexOf("opts"));
  const damaged =
    typed.some(({ type }, index) => types[index] !== "none" && types[index] !== type) ||
    hasOddNumbers([ownMeta, parentMeta]) ||
    [...(Array.isArray(attempts) ? attempts : []), counter, parentCounter].some(isOddNumber);
  return {
    ...place,
    exists,
    token: typeof token === "string" && ttlMs !== -2 ? token : null,
    name: job.name ?? "",
    attemptsMade: job.attempts.made,
    attemptsStarted: job.attempts.started,
    processedAtMs: job.processedAtMs,
    parent,
    pendingAtParent: parent === null ? null : pending === 1,
    pendingChildren: typeof pendingChildren === "number" ? pendingChildren : 0,
    queuePaused: textAt(ownMeta, metaNumbers.length) !== undefined || place.pausedListLength > 0,
    options: readOptions(opts) ?? {},
    stacktrace: textAt(extra, pointerFields.length) ?? null,
    damage: damaged
      ? "wrong-type"
      : isScheduled(request, before, schedulerScore)
        ? "scheduled-job"
        : fieldDamage(request.action, opts, { now: toPointers(extra), before }),
  };
}

function addFacts(multi: ChainableCommander, ref: JobRef, parent: JobRef | null): void {
  multi
    .hmget(jobHashKey(ref), ...jobHashFields)
    .hmget(jobHashKey(ref), ...pointerFields, "stacktrace")
    .get(jobPartKey(ref, "lock"))
    .pttl(jobPartKey(ref, "lock"))
    .hmget(queueKey(ref.queue, "meta"), ...metaNumbers, "paused")
    .hmget(queueKey((parent ?? ref).queue, "meta"), ...metaNumbers)
    .hmget(jobHashKey(ref), "atm", "stc")
    .get(`${ref.queue}:pc`)
    .get(`${(parent ?? ref).queue}:pc`)
    .sismember(jobPartKey(parent ?? ref, "dependencies"), jobHashKey(ref))
    .scard(jobPartKey(ref, "dependencies"));
}

/** Whether what the operator looked at is still true. */
export function isAsSeen(guard: Guard, seen: Seen): boolean {
  const lockId = guard.token === null ? null : digestToken(guard.token).lockId;
  const inState = guard.state === null ? seen.state === "waiting" || seen.state === "none" : guard.state === seen.state;
  return (
    inState &&
    lockId === seen.lockId &&
    guard.attemptsStarted === seen.attemptsStarted &&
    guard.processedAtMs === seen.processedAtMs
  );
}

function parentOf({ action, options }: GuardRequest, { parent }: Pointers): JobRef | null {
  if (action === "detach" && options.parent !== undefined) return options.parent;
  return parent.kind === "parent" ? parent.ref : null;
}

function toPointers(reply: unknown): Pointers {
  const texts = pointerFields.map((_, index) => textAt(reply, index));
  return { texts, parent: readParentPointer(texts[1], texts[0]) };
}

type Looks = { readonly now: Pointers; readonly before: Pointers };

/** The job scheduler that planned the job, or whose own hash this may be. */
function schedulerOf({ id }: JobRef, { texts }: Pointers): string {
  return texts[3] ?? id.replace(/^repeat:/, "");
}

/**
 * A scheduler's own hash lies where a job of that id would, and has a name and options as a job has. Its next run BullMQ
 * does not remove (`src/commands/includes/isJobSchedulerJob.lua`).
 */
function isScheduled({ action, job }: GuardRequest, before: Pointers, score: unknown): boolean {
  if (!isScore(score)) return false;
  const scheduler = schedulerOf(job, before);
  return job.id === `repeat:${scheduler}` || (action === "remove" && job.id === `repeat:${scheduler}:${String(score)}`);
}

function fieldDamage(action: ActionId, opts: string | undefined, { now, before }: Looks): RefusalCode | null {
  if (followsParentFields(action)) {
    if (readOptions(opts) === null) return "bad-opts-json";
    if (now.parent.kind === "damaged") return now.parent.code;
  }
  // The keys whose types were read belong to what was there a moment ago.
  return now.texts.every((text, index) => text === before.texts[index]) ? null : "conflict";
}

function readOptions(text: string | undefined): Guard["options"] | null {
  const parsed = parseBoundedJson(text ?? "{}");
  if (
    parsed.kind !== "parsed" ||
    typeof parsed.value !== "object" ||
    parsed.value === null ||
    Array.isArray(parsed.value)
  ) {
    return null;
  }
  return Object.fromEntries(Object.entries(parsed.value));
}

function textAt(reply: unknown, index: number): string | undefined {
  const value: unknown = Array.isArray(reply) ? reply[index] : undefined;
  return typeof value === "string" ? value : undefined;
}
