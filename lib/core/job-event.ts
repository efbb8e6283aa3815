import type { JobReading } from "./job-reading";

/** Something that happened to a job, with BullMQ's name of it and of the state before, where that is known. */
export type JobEvent = { readonly atMs: number; readonly event: string; readonly from: string | null };

/**
 * A job's events in the order in which they happened. The stream's instants are Redis' clock; what it no longer has is
 * filled in from the instants that the job stores, which are its producer's and its worker's clock.
 */
export function joinEvents(streamed: readonly JobEvent[], job: JobReading | null): readonly JobEvent[] {
  const known = new Set(streamed.map(({ event }) => event));
  const stored = job === null ? [] : storedEvents(job).filter(({ event }) => !known.has(event));
  return [...streamed, ...stored].toSorted((a, b) => a.atMs - b.atMs || orderOf(a) - orderOf(b));
}

function storedEvents({ createdAtMs, processedAtMs, finishedAtMs, state }: JobReading): readonly JobEvent[] {
  const events = [
    { atMs: createdAtMs, event: "added", from: null },
    { atMs: processedAtMs, event: "active", from: null },
    { atMs: finishedAtMs, event: state === "completed" ? "completed" : "failed", from: "active" },
  ];
  return events.flatMap(({ atMs, ...event }) => (atMs === null ? [] : [{ atMs, ...event }]));
}

/** Of one millisecond. */
const inOrder = ["added", "waiting", "waiting-children", "active", "progress"];

function orderOf({ event }: JobEvent): number {
  const place = inOrder.indexOf(event);
  return place < 0 ? inOrder.length : place;
}
