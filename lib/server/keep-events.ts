import "server-only";

import { jobKey } from "@/lib/core/job-ref";

import type { Connection } from "./connection";
import type { ReadCache } from "./read-cache";

/** A look back through a stream takes some calls: a page that stays open gets another one this often. */
const eventsMaxAgeMs = 10_000;

/** The reader of jobs' events for pages left open. */
export function keepEvents(read: Connection["readJobEvents"], cache: ReadCache): Connection["readJobEvents"] {
  return (request) =>
    cache.read(`events ${jobKey(request.ref)} ${request.backTo}`, eventsMaxAgeMs, () => read(request));
}
