import type { Redis } from "ioredis";

import type { RefusalCode, Seen } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";
import { jobHashKey, jobPartKey, queueKey } from "@/lib/redis/keys";
import { digestToken } from "@/lib/redis/lock-digest";
import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";
import { runPipeline } from "@/lib/redis/run-pipeline";

/** What one transaction saw right before an action. Holds the lock's token: it never leaves this folder. */
export type Guard = {
  readonly exists: boolean;
  readonly active: boolean;
  readonly failed: boolean;
  readonly token: string | null;
  readonly attemptsStarted: number;
  readonly processedAtMs: number | null;
  readonly parentKey: string | null;
  readonly name: string;
  readonly fields: ReadonlyMap<string, string>;
  /** Why nothing may be changed, whatever was seen. */
  readonly damage: RefusalCode | null;
};

const hashFields = [
  "name",
  "opts",
  "ats",
  "atm",
  "attemptsMade",
  "processedOn",
  "timestamp",
  "delay",
  "priority",
  "parentKey",
  "parent",
  "stacktrace",
] as const;

const activeLposMax = 20_000;

/** Types that BullMQ's scripts expect; a script that meets another one is not rolled back and loses the job. */
const ownTypes = [
  ["active", "list"],
  ["wait", "list"],
  ["failed", "zset"],
  ["prioritized", "zset"],
  ["delayed", "zset"],
  ["events", "stream"],
  ["meta", "hash"],
] as const;
const parentTypes = [
  ["dependencies", "set"],
  ["processed", "hash"],
  ["failed", "hash"],
  ["unsuccessful", "zset"],
] as const;

/** Reads everything that an action depends on in one MULTI. */
export async function readGuard(redis: Redis, ref: JobRef): Promise<Guard> {
  const parentKeyBefore = await runPipeline(redis.pipeline().hget(jobHashKey(ref), "parentKey"));
  const parentKey = typeof parentKeyBefore[0] === "string" ? parentKeyBefore[0] : null;
  const multi = redis
    .multi()
    .hmget(jobHashKey(ref), ...hashFields)
    .get(jobPartKey(ref, "lock"))
    .lpos(queueKey(ref.queue, "active"), ref.id, "MAXLEN", activeLposMax)
    .zscore(queueKey(ref.queue, "failed"), ref.id)
    .type(jobHashKey(ref));
  for (const [part] of ownTypes) multi.type(queueKey(ref.queue, part));
  if (parentKey !== null) for (const [part] of parentTypes) multi.type(`${parentKey}:${part}`);
  const [hash, token, activeAt, failedScore, hashType, ...types] = await runPipeline(multi);
  const fields = toFields(hash);
  return {
    exists: hashType !== "none",
    active: typeof activeAt === "number",
    failed: failedScore !== null && failedScore !== undefined,
    token: typeof token === "string" && token !== "" ? token : null,
    attemptsStarted: Number(fields.get("ats") ?? fields.get("atm") ?? fields.get("attemptsMade") ?? 0),
    processedAtMs: fields.has("processedOn") ? Number(fields.get("processedOn")) : null,
    parentKey: fields.get("parentKey") ?? null,
    name: fields.get("name") ?? "",
    fields,
    damage: damageOf(fields, String(hashType), types.map(String), parentKey),
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

function toFields(hash: unknown): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  if (!Array.isArray(hash)) return fields;
  for (const [index, name] of hashFields.entries()) {
    const value: unknown = hash[index];
    if (typeof value === "string") fields.set(name, value);
  }
  return fields;
}

function damageOf(
  fields: ReadonlyMap<string, string>,
  hashType: string,
  types: readonly string[],
  parentKey: string | null,
): RefusalCode | null {
  if (hashType !== "none" && hashType !== "hash") return "wrong-type";
  const wanted = [...ownTypes, ...(parentKey === null ? [] : parentTypes)].map(([, type]) => type);
  if (wanted.some((type, index) => types[index] !== type && types[index] !== "none")) return "wrong-type";
  if (!isRecord(fields.get("opts") ?? "{}")) return "bad-opts-json";
  return parentDamage(fields);
}

function parentDamage(fields: ReadonlyMap<string, string>): RefusalCode | null {
  const text = fields.get("parent");
  const parentKey = fields.get("parentKey");
  if (text === undefined) return parentKey === undefined ? null : "parent-mismatch";
  const parent = parseBoundedJson(text);
  if (parent.kind !== "parsed" || typeof parent.value !== "object" || parent.value === null) return "bad-parent-json";
  const { queueKey: queue, id } = parent.value as { readonly queueKey?: unknown; readonly id?: unknown };
  return `${String(queue)}:${String(id)}` === parentKey ? null : "parent-mismatch";
}

function isRecord(text: string): boolean {
  const parsed = parseBoundedJson(text);
  return parsed.kind === "parsed" && typeof parsed.value === "object" && parsed.value !== null && !Array.isArray(parsed.value);
}
