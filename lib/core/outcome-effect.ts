import type { Effect } from "./action";
import type { JobReading } from "./job-reading";
import type { State } from "./job-state";

/** What an action makes of a job; `to` is `null` where the job is deleted. */
export function effectOn(job: JobReading, to: State | null, why: string): Effect {
  return { job: { ...job.ref, name: job.name }, from: job.state, to, why };
}

export function unchanged(job: JobReading, why: string): Effect {
  return effectOn(job, job.state, why);
}

/** Where a job goes that is put in line by BullMQ's own scripts. */
export function lineOf({ priority }: JobReading): "waiting" | "prioritized" {
  return priority > 0 ? "prioritized" : "waiting";
}
