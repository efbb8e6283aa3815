import "server-only";

import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";

import { AppError } from "./app-error";
import type { Connection } from "./connection";

/** What the sampler saw of a job's lock, and the instants that the job itself stores (its producer's and worker's clock). */
export async function getJobHistory({ reader, watch }: Connection, job: JobRef) {
  const [reading] = await reader.readJobs([job]);
  if (reading === undefined || reading.state === "missing") throw new AppError("job-not-found");
  const { samples, watchedSinceAtMs } = watch.historyOf(job);
  return { samples, events: storedEvents(reading), incidents: [], watchedSinceAtMs };
}

function storedEvents({ createdAtMs, processedAtMs, finishedAtMs, state }: JobReading) {
  const events = [
    { atMs: createdAtMs, event: "added", from: null },
    { atMs: processedAtMs, event: "active", from: null },
    { atMs: finishedAtMs, event: state === "completed" ? "completed" : "failed", from: "active" },
  ];
  return events.flatMap(({ atMs, ...event }) => (atMs === null ? [] : [{ atMs, ...event }]));
}
