import type { Redis } from "ioredis";

import type { RefusalCode, Seen } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";
import { decodeJobHash, jobHashFields } from "@/lib/redis/job-hash";
import { jobHashKey, jobPartKey, queueKey } from "@/lib/redis/keys";
import { digestToken } from "@/lib/redis/lock-digest";
import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";
import { runPipeline } from "@/lib/redis/run-pipeline";
import { runTogether } from "@/lib/redis/run-together";

import { typedKeysOf } from "./key-types";
import { readParentPointer } from "./parent-pointer";
import type { ParentPointer } from "./parent-pointer";

/** What one transaction saw right before an action. Holds the lock's token: it never leaves this folder. */
export type Guard = {
  readonly exists: boolean;
  readonly active: boolean;
  readonly failed: boolean;
  readonly token: string | null;
  readonly name: string;
  readonly attemptsMade: number;
  readonly attemptsStarted: number;
  readonly processedAtMs: number | null;
  readonly parent: JobRef | null;
  /** The job is in its parent's `:dependencies`; `null`: it has no parent. */
  readonly pendingAtParent: boolean | null;
  readonly options: { readonly [name: string]: unknown };
  readonly stacktrace: string | null;
  /** Why nothing may be changed, whatever was seen. */
  readonly damage: RefusalCode | null;
};

/** Fields that tell which other keys an action touches. */
const pointerFields = ["parentKey", "parent", "deid"] as const;
/** What is no number here stops BullMQ's scripts half-way (`isQueuePausedOrMaxed.lua`, `trimEvents.lua`). */
const metaNumbers = ["concurrency", "opts.maxLenEvents"] as const;
const activeLposMax = 20_000;

type Pointers = { readonly texts: readonly (string | undefined)[]; readonly parent: ParentPointer };

/** Reads everything that an action depends on in one MULTI, once the first look told which keys those are. */
export async function readGuard(redis: Redis, ref: JobRef): Promise<Guard> {
  const [first] = await runPipeline(redis.pipeline().hmget(jobHashKey(ref), ...pointerFields));
  const before = toPointers(first);
  const parent = before.parent.kind === "parent" ? before.parent.ref : null;
  const typed = typedKeysOf(ref, parent, before.texts[2] ?? null);
  const replies = await runTogether(redis, (multi) => {
    multi
      .hmget(jobHashKey(ref), ...jobHashFields)
      .hmget(jobHashKey(ref), ...pointerFields, "stacktrace")
      .get(jobPartKey(ref, "lock"))
      .pttl(jobPartKey(ref, "lock"))
      .lpos(queueKey(ref.queue, "active"), ref.id, "MAXLEN", activeLposMax)
      .zscore(queueKey(ref.queue, "failed"), ref.id)
      .hmget(queueKey(ref.queue, "meta"), ...metaNumbers)
      .hmget(queueKey((parent ?? ref).queue, "meta"), ...metaNumbers)
      .sismember(jobPartKey(parent ?? ref, "dependencies"), jobHashKey(ref));
    for (const { key } of typed) multi.type(key);
  });
  const [hash, extra, token, ttlMs, activeAt, failedScore, meta, parentMeta, pending, ...types] = replies;
  const now = toPointers(extra);
  const fields = Array.isArray(hash) ? hash : [];
  const job = decodeJobHash({ ref, fields, readAtMs: 0, state: "none", lock: null });
  const damage =
    typed.some(({ type }, index) => types[index] !== "none" && types[index] !== type) ||
    hasOddNumbers([meta, parentMeta])
      ? "wrong-type"
      : fieldDamage(textAt(hash, jobHashFields.indexOf("opts")), now, before);
  return {
    exists: fields.some((value) => value !== null),
    active: typeof activeAt === "number",
    failed: typeof failedScore === "string" || typeof failedScore === "number",
    token: typeof token === "string" && ttlMs !== -2 ? token : null,
    name: job.name ?? "",
    attemptsMade: job.attempts.made,
    attemptsStarted: job.attempts.started,
    processedAtMs: job.processedAtMs,
    parent,
    pendingAtParent: parent === null ? null : pending === 1,
    options: readOptions(textAt(hash, jobHashFields.indexOf("opts"))) ?? {},
    stacktrace: textAt(extra, pointerFields.length) ?? null,
    damage,
  };
}

/** Whether what the operator looked at is still true. */
export function isAsSeen(guard: Guard, seen: Seen): boolean {
  const lockId = guard.token === null ? null : digestToken(guard.token).lockId;
  const state = guard.active ? "active" : guard.failed ? "failed" : null;
  return (
    state === seen.state &&
    lockId === seen.lockId &&
    guard.attemptsStarted === seen.attemptsStarted &&
    guard.processedAtMs === seen.processedAtMs
  );
}

function toPointers(reply: unknown): Pointers {
  const texts = pointerFields.map((_, index) => textAt(reply, index));
  return { texts, parent: readParentPointer(texts[1], texts[0]) };
}

function fieldDamage(opts: string | undefined, now: Pointers, before: Pointers): RefusalCode | null {
  if (readOptions(opts) === null) return "bad-opts-json";
  if (now.parent.kind === "damaged") return now.parent.code;
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

function hasOddNumbers(metas: readonly unknown[]): boolean {
  return metas.some(
    (meta) => Array.isArray(meta) && meta.some((value) => typeof value === "string" && !/^\d+$/.test(value)),
  );
}

function textAt(reply: unknown, index: number): string | undefined {
  const value: unknown = Array.isArray(reply) ? reply[index] : undefined;
  return typeof value === "string" ? value : undefined;
}
