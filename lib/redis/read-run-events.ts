import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import type { RunEvents } from "@/lib/core/lock-source";

import { queueKey } from "./keys";
import { runPipeline } from "./run-pipeline";

const eventsPerPage = 200;
const pagesMax = 10;

/**
 * Looks back through the queue's event stream for the start and the last progress of a job's present run. Stream ids
 * are Redis' clock, where `processedOn` is the worker's (BullMQ `src/commands/includes/prepareJobForProcessing.lua`,
 * event `active`). Ends at the run's `active` event or after a bounded number of entries.
 */
export async function readRunEvents(redis: Redis, ref: JobRef): Promise<RunEvents> {
  let lastProgressAtMs: number | null = null;
  let before = "+";
  for (let page = 0; page < pagesMax; page += 1) {
    const entries = await readPage(redis, ref.queue, before);
    for (const [entryId, fields] of entries) {
      if (fieldOf(fields, "jobId") !== ref.id) continue;
      const event = fieldOf(fields, "event");
      const atMs = Number(entryId.slice(0, entryId.indexOf("-")));
      if (event === "progress") lastProgressAtMs ??= atMs;
      if (event === "active") return { activeAtMs: atMs, lastProgressAtMs };
    }
    const oldest = entries.at(-1)?.[0];
    if (entries.length < eventsPerPage || oldest === undefined) break;
    before = `(${oldest}`;
  }
  return { activeAtMs: null, lastProgressAtMs };
}

type Entry = readonly [id: string, fields: readonly string[]];

async function readPage(redis: Redis, queue: string, before: string): Promise<readonly Entry[]> {
  const [entries] = await runPipeline(
    redis.pipeline().xrevrange(queueKey(queue, "events"), before, "-", "COUNT", eventsPerPage),
  );
  return Array.isArray(entries) ? entries : [];
}

function fieldOf(fields: readonly string[], name: string): string | undefined {
  for (let index = 0; index + 1 < fields.length; index += 2) if (fields[index] === name) return fields[index + 1];
  return undefined;
}
