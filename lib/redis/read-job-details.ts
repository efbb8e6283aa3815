import type { Redis } from "ioredis";

import type { JobRawReading, Page, PayloadReading } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { jobHashFields } from "./job-hash";
import { jobHashKey, jobPartKey, jobParts } from "./keys";
import { toOffset } from "./page-cursor";
import { readJobs } from "./read-jobs";
import type { RedisClock } from "./redis-clock";
import { WrongTypeReply } from "./redis-failures";
import { runPipeline } from "./run-pipeline";
import type { WaitingLists } from "./waiting-lists";

type Deps = { readonly redis: Redis; readonly clock: RedisClock; readonly lists: WaitingLists };

/** Shown apart, behind a click, or never. */
const hiddenFields = new Set(["data", "returnvalue"]);
const rawFieldsMax = 200;
const rawTextMax = 10_000;
/** A longer field is measured and not read. */
const rawBytesMax = 64 * 1_024;

/** `null` when there is no such job. */
export async function readJobRaw(deps: Deps, ref: JobRef): Promise<JobRawReading | null> {
  const [job] = await readJobs(deps, [ref]);
  if (job === undefined || job.state === "missing") return null;
  const raw = await readRawFields(deps.redis, ref);
  return { job, raw, keys: await readKeys(deps.redis, ref), options: raw.get("opts") ?? null };
}

async function readRawFields(redis: Redis, ref: JobRef): Promise<ReadonlyMap<string, string>> {
  const shown = await readFieldNames(redis, ref);
  const sizes = redis.pipeline();
  for (const name of shown) sizes.hstrlen(jobHashKey(ref), name);
  const lengths = await runPipeline(sizes);
  const values = redis.pipeline();
  for (const [index, name] of shown.entries()) {
    if (Number(lengths[index]) <= rawBytesMax) values.hget(jobHashKey(ref), name);
    else values.hstrlen(jobHashKey(ref), name);
  }
  const raw = new Map<string, string>();
  for (const [index, value] of (await runPipeline(values)).entries()) {
    const name = shown[index];
    if (name === undefined || value === null) continue;
    raw.set(name, typeof value === "string" ? cutTo(value, rawTextMax) : `(${Number(value)} bytes, not read)`);
  }
  return raw;
}

async function readFieldNames(redis: Redis, ref: JobRef): Promise<readonly string[]> {
  const key = jobHashKey(ref);
  const [length] = await runPipeline(redis.pipeline().hlen(key));
  if (typeof length !== "number" || length > rawFieldsMax) return length === undefined ? [] : jobHashFields;
  const [names] = await runPipeline(redis.pipeline().hkeys(key));
  return Array.isArray(names) ? names.filter((name: string) => !hiddenFields.has(name)) : [];
}

async function readKeys(redis: Redis, ref: JobRef): Promise<readonly string[]> {
  const keys = [jobHashKey(ref), ...jobParts.map((part) => jobPartKey(ref, part))];
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.exists(key);
  const exists = await runPipeline(pipeline);
  return keys.filter((_, index) => exists[index] === 1);
}

/** Data, return value and options; a text over the bound is measured and left in Redis. `null` when there is no such job. */
export async function readPayloads(redis: Redis, ref: JobRef) {
  const key = jobHashKey(ref);
  const fields = ["data", "returnvalue", "opts"] as const;
  const sizes = redis.pipeline().exists(key);
  for (const field of fields) sizes.hstrlen(key, field);
  const [exists, ...lengths] = await runPipeline(sizes);
  if (exists !== 1) return null;
  const texts = redis.pipeline();
  for (const [index, field] of fields.entries()) {
    // An unread field is asked for under a name that no job has, so that replies keep their places.
    texts.hget(key, Number(lengths[index]) <= limits.payloadBytesMax ? field : "");
  }
  const replies = await runPipeline(texts);
  const payload = (index: number): PayloadReading => {
    const bytes = typeof lengths[index] === "number" ? lengths[index] : 0;
    const text = replies[index];
    return { text: typeof text === "string" ? text : null, bytes, truncated: bytes > limits.payloadBytesMax };
  };
  return { data: payload(0), returnValue: payload(1), options: payload(2) };
}

/** Log lines, oldest first, each cut to a bound. */
export async function readLogs(
  redis: Redis,
  ref: JobRef,
  page: { readonly cursor: string | null; readonly limit: number },
): Promise<Page<string>> {
  const offset = toOffset(page.cursor);
  const key = jobPartKey(ref, "logs");
  const [total, lines] = await runPipeline(
    redis
      .pipeline()
      .llen(key)
      .lrange(key, offset, offset + page.limit - 1),
  );
  if (total instanceof WrongTypeReply || !Array.isArray(lines)) return { items: [], total: 0, cursor: null };
  const end = offset + lines.length;
  return {
    items: lines.map((line: string) => cutTo(line, limits.logLineMax)),
    total: Number(total),
    cursor: lines.length > 0 && end < Number(total) ? String(end) : null,
  };
}

function cutTo(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : `${text.slice(0, charsMax)}…`;
}
