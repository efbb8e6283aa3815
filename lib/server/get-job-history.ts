import "server-only";

import { joinEvents } from "@/lib/core/job-event";
import type { JobEvent } from "@/lib/core/job-event";
import type { JobRef } from "@/lib/core/job-ref";
import { isRedisDenied } from "@/lib/core/redis-failure";

import { AppError } from "./app-error";
import type { Connection } from "./connection";

/**
 * What the sampler saw of a job's lock (now, else at its last incident), its incidents, and what happened to it: as its
 * queue's event stream still tells it, else (or where only they are asked for) the instants that the job itself stores.
 */
export async function getJobHistory(connection: Connection, job: JobRef, events?: "stored") {
  const { reader, watch, incidents: log } = connection;
  const [[reading], kept, streamed] = await Promise.all([
    reader.readJobs([job]),
    log.ofJob(job),
    events === "stored" ? [] : readEvents(connection, job),
  ]);
  const isThere = reading !== undefined && reading.state !== "missing";
  // What was seen of a job outlives it: its incidents are kept for days.
  if (!isThere && kept.length === 0) throw new AppError("job-not-found");
  const seen = watch.historyOf(job);
  const { samples, watchedSinceAtMs } = seen.samples.length > 0 ? seen : (kept[0]?.trace ?? seen);
  return {
    samples,
    events: joinEvents(streamed, isThere ? reading : null),
    incidents: kept.map(({ incident }) => incident),
    watchedSinceAtMs,
  };
}

/** The newest events of a job that has very many. */
const eventsMax = 200;

/** A user who may not read streams still sees what the job stores. */
async function readEvents({ readJobEvents }: Connection, ref: JobRef): Promise<readonly JobEvent[]> {
  try {
    return (await readJobEvents({ ref, backTo: null })).slice(0, eventsMax);
  } catch (error) {
    if (isRedisDenied(error) && error.kind === "no-permission") return [];
    throw error;
  }
}
