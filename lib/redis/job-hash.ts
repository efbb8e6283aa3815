import type { DamageCode } from "@/lib/core/damage";
import type { FailurePolicy } from "@/lib/core/failure-policy";
import type { Counts, JobReading, LockReading, ParentLink } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";
import { limits } from "@/lib/core/limits";
import { clockToleranceMs } from "@/lib/core/worker-clock";

import { isQueueKeyName } from "./keys";
import { parseBoundedJson } from "./parse-bounded-json";

/**
 * The hash fields that a reading needs, as BullMQ spells them (`src/utils/index.ts` and `src/classes/job.ts`);
 * `attemptsMade` and `stalledCounter` are the names of BullMQ 4 and early 5. Never `data` or `returnvalue`.
 */
export const jobHashFields = [
  "name",
  "timestamp",
  "delay",
  "priority",
  "processedOn",
  "finishedOn",
  "ats",
  "atm",
  "attemptsMade",
  "stc",
  "stalledCounter",
  "pb",
  "progress",
  "failedReason",
  "defa",
  "parentKey",
  "parent",
  "opts",
] as const;

type Field = (typeof jobHashFields)[number];

// safe because every field is given its place
const placeOf = Object.fromEntries(jobHashFields.map((name, index) => [name, index])) as Readonly<
  Record<Field, number>
>;

export const noCounts: Counts = { processed: 0, unprocessed: 0, ignored: 0, failed: 0 };

export type RawJob = {
  readonly ref: JobRef;
  /** HMGET's reply for `jobHashFields`. */
  readonly fields: readonly unknown[];
  readonly readAtMs: number;
  readonly state: State;
  readonly lock: LockReading | null;
  readonly children?: Counts;
  readonly inPausedList?: boolean;
  readonly waitingChildrenSinceMs?: number | null;
  readonly delayScore?: number | null;
  readonly damaged?: readonly DamageCode[];
};

/** Decodes a job's hash. Never throws: what can't be read is named in `damaged`. */
export function decodeJobHash(raw: RawJob): JobReading {
  const { fields } = raw;
  const damaged: DamageCode[] = raw.damaged === undefined || raw.damaged.length === 0 ? [] : [...raw.damaged];
  const options = decodeOptions(fieldOf(fields, "opts"), damaged);
  const parentKey = fieldOf(fields, "parentKey");
  const parent = decodeParent(fieldOf(fields, "parent"), parentKey, damaged);
  const createdAtMs = numberOf(fieldOf(fields, "timestamp"));
  const processedAtMs = numberOf(fieldOf(fields, "processedOn"));
  const delayMs = numberOf(fieldOf(fields, "delay")) ?? 0;
  if (processedAtMs !== null && processedAtMs > raw.readAtMs + clockToleranceMs) addTo(damaged, "clock-skew");
  const hasHash = fields.some((value) => value !== null && value !== undefined);
  if (hasHash && createdAtMs === null) addTo(damaged, "not-a-job");
  if (hasHash && isQueueKeyName(raw.ref.id)) addTo(damaged, "wrong-type");
  const made = numberOf(fieldOf(fields, "atm")) ?? numberOf(fieldOf(fields, "attemptsMade")) ?? 0;
  return {
    ref: raw.ref,
    readAtMs: raw.readAtMs,
    state: raw.state,
    name: cut(fieldOf(fields, "name")),
    parent,
    parentKey,
    createdAtMs,
    delayUntilAtMs: delayUntil(raw, createdAtMs, delayMs),
    delayMs,
    priority: numberOf(fieldOf(fields, "priority")) ?? 0,
    processedAtMs,
    finishedAtMs: numberOf(fieldOf(fields, "finishedOn")),
    attempts: {
      made,
      started: numberOf(fieldOf(fields, "ats")) ?? made,
      max: Math.max(1, numberIn(options, "attempts") ?? 1),
    },
    hasBackoff: options.backoff !== undefined && options.backoff !== null && options.backoff !== 0,
    removeOnFail: options.removeOnFail === true || options.removeOnFail === 0,
    stalls: numberOf(fieldOf(fields, "stc")) ?? numberOf(fieldOf(fields, "stalledCounter")) ?? 0,
    processedBy: cut(fieldOf(fields, "pb")),
    progress: cut(fieldOf(fields, "progress")),
    failedReason: cut(fieldOf(fields, "failedReason")),
    deferredFailure: cut(fieldOf(fields, "defa")),
    lock: raw.lock,
    inPausedList: raw.inPausedList ?? false,
    children: raw.children ?? noCounts,
    waitingChildrenSinceMs: raw.waitingChildrenSinceMs ?? null,
    damaged,
  };
}

function fieldOf(fields: readonly unknown[], name: Field): string | null {
  return textOf(fields[placeOf[name]]);
}

function addTo(damaged: DamageCode[], code: DamageCode): void {
  if (!damaged.includes(code)) damaged.push(code);
}

/** A delayed job's score is its due instant × 4096 plus a counter (BullMQ `src/commands/includes/getDelayedScore.lua`). */
function delayUntil(raw: RawJob, createdAtMs: number | null, delayMs: number): number | null {
  if (raw.delayScore !== undefined && raw.delayScore !== null) return Math.floor(raw.delayScore / 4_096);
  if (raw.state !== "delayed" || createdAtMs === null) return null;
  return createdAtMs + delayMs;
}

type Options = { readonly [name: string]: unknown };

function decodeOptions(text: string | null, damaged: DamageCode[]): Options {
  if (text === null) return {};
  // With an id of their own no two jobs' options are alike.
  const options = text.includes('"jobId"') ? parseRecord(text) : parsedOnce(text);
  if (options === null) addTo(damaged, "bad-opts-json");
  return options ?? {};
}

export function decodeParent(text: string | null, parentKey: string | null, damaged: DamageCode[]): ParentLink | null {
  if (text === null) return null;
  const stored = parsedOnce(text);
  const ref = stored === null ? null : refIn(stored);
  if (stored === null || ref === null) {
    addTo(damaged, "bad-parent-json");
    return null;
  }
  if (parentKey !== null && parentKey !== jobKey(ref)) addTo(damaged, "parent-mismatch");
  return { ref, policy: policyOf(stored) };
}

/** The parent that the stored `parent` JSON names; `null` where it names none. */
export function decodeParentRef(text: string): JobRef | null {
  const stored = parseRecord(text);
  return stored === null ? null : refIn(stored);
}

function refIn({ queueKey, id }: Options): JobRef | null {
  if (typeof queueKey !== "string" || (typeof id !== "string" && typeof id !== "number")) return null;
  return { queue: queueKey, id: String(id) };
}

/** BullMQ `src/commands/includes/moveChildFromDependenciesIfNeeded.lua` asks in this order. */
function policyOf(parent: Options): FailurePolicy {
  if (parent.fpof === true) return "fail-parent";
  if (parent.cpof === true) return "continue";
  if (parent.idof === true) return "ignore";
  if (parent.rdof === true) return "remove";
  return "none";
}

const parsedMax = 2_000;
const parsedTextMax = 2_000;
const parsedTexts = new Map<string, Options | null>();

/** Siblings share the texts of their options and of their parent: each is parsed once. */
function parsedOnce(text: string): Options | null {
  if (text.length > parsedTextMax) return parseRecord(text);
  const known = parsedTexts.get(text);
  if (known !== undefined) return known;
  const record = parseRecord(text);
  if (parsedTexts.size >= parsedMax) parsedTexts.clear();
  parsedTexts.set(text, record);
  return record;
}

function parseRecord(text: string): Options | null {
  const parsed = parseBoundedJson(text);
  return parsed.kind === "parsed" && isRecord(parsed.value) ? parsed.value : null;
}

function isRecord(value: unknown): value is Options {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

export function numberOf(text: string | null): number | null {
  if (text === null || text === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function numberIn(options: Options, name: string): number | null {
  const value = options[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The stored JSON text of a job's progress, as a reading holds it. */
export function decodeProgress(text: string | null): string | null {
  return cut(text);
}

export function cut(text: string | null): string | null {
  return text === null || text.length <= limits.textMax ? text : `${text.slice(0, limits.textMax)}…`;
}
