import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import type { RunEvents } from "@/lib/core/lock-source";

import { queueKey } from "./keys";
import type { ReadScript } from "./read-script";
import { runPipeline } from "./run-pipeline";
import { bytesOf, entryMs, fieldOf } from "./stream-entry";
import type { StreamEntry } from "./stream-entry";

/** So many entries of the stream are looked through for one job, and in so many calls. */
const entriesMax = 2_000;
const callsMax = 20;
const budgetUs = 1_500;

/**
 * Looks back through the queue's event stream for the start and the last progress of a job's present run. Stream ids
 * are Redis' clock, where `processedOn` is the worker's (BullMQ `src/commands/includes/prepareJobForProcessing.lua`,
 * event `active`). Ends at the run's `active` event or after a bounded number of entries; payloads stay in Redis.
 * Throws `ScriptRefusedError` where scripts are not allowed.
 */
export async function readRunEventsByScript(script: ReadScript, ref: JobRef): Promise<RunEvents> {
  let lastProgressAtMs: number | null = null;
  let before = "+";
  let seen = 0;
  for (let call = 0; call < callsMax && seen < entriesMax; call += 1) {
    const reply = await script.run(queueKey(ref.queue, "events"), [budgetUs, ref.id, before]);
    const [active, progress, next, count]: readonly unknown[] = Array.isArray(reply) ? reply : [];
    if (typeof progress === "string") lastProgressAtMs ??= Number(progress);
    if (typeof active === "string") return { activeAtMs: Number(active), lastProgressAtMs };
    if (typeof next !== "string") break;
    before = next;
    seen += Number(count);
  }
  return { activeAtMs: null, lastProgressAtMs };
}

/** Plain commands bring payloads with them: a reply may be of so many bytes, as far as the last one tells. */
const bytesPerReply = 64 * 1024;
const entriesAtFirst = 16;
const entriesPerReplyMax = 200;

/** The same by plain commands, for users without scripting rights. */
export async function readRunEventsByCommands(redis: Redis, ref: JobRef): Promise<RunEvents> {
  let lastProgressAtMs: number | null = null;
  let before = "+";
  let [seen, count] = [0, entriesAtFirst];
  for (let call = 0; call < callsMax && seen < entriesMax; call += 1) {
    const entries = await readPage(redis, { queue: ref.queue, before, count });
    for (const [entryId, fields] of entries) {
      if (fieldOf(fields, "jobId") !== ref.id) continue;
      const event = fieldOf(fields, "event");
      if (event === "progress") lastProgressAtMs ??= entryMs(entryId);
      if (event === "active") return { activeAtMs: entryMs(entryId), lastProgressAtMs };
    }
    const oldest = entries.at(-1)?.[0];
    if (entries.length < count || oldest === undefined) break;
    before = `(${oldest}`;
    seen += entries.length;
    const perReply = Math.floor((bytesPerReply * entries.length) / bytesOf(entries));
    count = Math.max(1, Math.min(entriesPerReplyMax, perReply));
  }
  return { activeAtMs: null, lastProgressAtMs };
}

type Page = { readonly queue: string; readonly before: string; readonly count: number };

async function readPage(redis: Redis, { queue, before, count }: Page): Promise<readonly StreamEntry[]> {
  const [entries] = await runPipeline(
    redis.pipeline().xrevrange(queueKey(queue, "events"), before, "-", "COUNT", count),
  );
  return Array.isArray(entries) ? entries : [];
}
