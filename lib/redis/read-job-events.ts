import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobEvent } from "@/lib/core/job-event";
import type { JobRef } from "@/lib/core/job-ref";

import { jobEventsScript } from "./job-events-script";
import { queueKey } from "./keys";
import { ReadScript } from "./read-script";
import { runPipeline } from "./run-pipeline";
import { scriptElseCommands } from "./script-else-commands";
import { bytesOf, entryMs, fieldOf } from "./stream-entry";
import type { StreamEntry } from "./stream-entry";

export type JobEventsRequest = {
  readonly ref: JobRef;
  /** The event to look back to; `null`: as far as the bounds allow. */
  readonly backTo: string | null;
};

/** So many entries of the stream are looked through for one job, and in so many calls. */
const entriesMax = 2_000;
const callsMax = 20;
const budgetUs = 1_500;

/**
 * What a queue's event stream still tells of one job, newest first: every script of BullMQ that moves a job adds an
 * entry, whose id is Redis' clock. Of progress only the last before each other event. Ends after a bounded number of
 * entries; payloads stay in Redis, but for users without scripting rights.
 */
export function createJobEventsReader({
  redis,
  reader,
}: {
  readonly redis: Redis;
  readonly reader: Pick<FlowReader, "kind">;
}): (request: JobEventsRequest) => Promise<readonly JobEvent[]> {
  const script = new ReadScript(redis, jobEventsScript);
  return scriptElseCommands(
    reader,
    (request) => readByScript(script, request),
    (request) => readByCommands(redis, request),
  );
}

async function readByScript(script: ReadScript, { ref, backTo }: JobEventsRequest): Promise<readonly JobEvent[]> {
  const events: JobEvent[] = [];
  let before = "+";
  let seen = 0;
  for (let call = 0; call < callsMax && seen < entriesMax; call += 1) {
    const reply = await script.run(queueKey(ref.queue, "events"), [budgetUs, ref.id, before, backTo ?? ""]);
    const [found, next, count]: readonly unknown[] = Array.isArray(reply) ? reply : [];
    const flat: readonly unknown[] = Array.isArray(found) ? found : [];
    for (let at = 0; at + 2 < flat.length; at += 3) {
      const from = flat[at + 2];
      addTo(events, {
        ...{ atMs: Number(flat[at]), event: String(flat[at + 1]), from: typeof from === "string" ? from : null },
      });
    }
    if (typeof next !== "string") break;
    before = next;
    seen += Number(count);
  }
  return events;
}

/** Plain commands bring payloads with them: a reply may be of so many bytes, as far as the last one tells. */
const bytesPerReply = 64 * 1024;
const entriesAtFirst = 16;
const entriesPerReplyMax = 200;

async function readByCommands(redis: Redis, { ref, backTo }: JobEventsRequest): Promise<readonly JobEvent[]> {
  const events: JobEvent[] = [];
  let before = "+";
  let [seen, count] = [0, entriesAtFirst];
  for (let call = 0; call < callsMax && seen < entriesMax; call += 1) {
    const entries = await readPage(redis, { queue: ref.queue, before, count });
    for (const [entryId, fields] of entries) {
      const event = fieldOf(fields, "event");
      if (event === undefined || fieldOf(fields, "jobId") !== ref.id) continue;
      addTo(events, { atMs: entryMs(entryId), event, from: fieldOf(fields, "prev") ?? null });
      if (event === backTo) return events;
    }
    const oldest = entries.at(-1)?.[0];
    if (entries.length < count || oldest === undefined) break;
    before = `(${oldest}`;
    seen += entries.length;
    const perReply = Math.floor((bytesPerReply * entries.length) / bytesOf(entries));
    count = Math.max(1, Math.min(entriesPerReplyMax, perReply));
  }
  return events;
}

function addTo(events: JobEvent[], event: JobEvent): void {
  if (event.event !== "progress" || events.at(-1)?.event !== "progress") events.push(event);
}

type Page = { readonly queue: string; readonly before: string; readonly count: number };

async function readPage(redis: Redis, { queue, before, count }: Page): Promise<readonly StreamEntry[]> {
  const [entries] = await runPipeline(
    redis.pipeline().xrevrange(queueKey(queue, "events"), before, "-", "COUNT", count),
  );
  return Array.isArray(entries) ? entries : [];
}
