import "server-only";

import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";

import { AppError } from "./app-error";
import type { Connection } from "./connection";

/** What the sampler saw of a job's lock (now, else at its last incident), its incidents, and the instants that the job itself stores (its producer's and worker's clock). */
export async function getJobHistory({ reader, watch, incidents: log }: Connection, job: JobRef) {
  const [[reading], kept] = await Promise.all([reader.readJobs([job]), log.ofJob(job)]);
  const isThere = reading !== undefined && reading.state !== "missing";
  // What was seen of a job outlives it: its incidents are kept for days.
  if (!isThere && kept.length === 0) throw new AppError("job-not-found");
  const seen = watch.historyOf(job);
  const { samples, watchedSinceAtMs } = seen.samples.length > 0 ? seen : (kept[0]?.trace ?? seen);
  return {
    samples,
    events: isThere ? storedEvents(reading) : [],
    incidents: kept.map(({ incident }) => incident),
    watchedSinceAtMs,
  };
}

function storedEvents({ createdAtMs, processedAtMs, finishedAtMs, state }: JobReading) {
  const events = [
    { atMs: createdAtMs, event: "added", from: null },
    { atMs: processedAtMs, event: "active", from: null },
    { atMs: finishedAtMs, event: state === "completed" ? "completed" : "failed", from: "active" },
  ];
  return events.flatMap(({ atMs, ...event }) => (atMs === null ? [] : [{ atMs, ...event }]));
}
