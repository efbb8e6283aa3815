import type { JobReading } from "./job-reading";
import type { JobRef } from "./job-ref";

/** All held locks of one pass. */
export type HeldLocks = {
  /** Redis' clock. */
  readonly atMs: number;
  /** Active jobs, each with its lock or confirmed to have none. Their `children` are not read. */
  readonly jobs: readonly JobReading[];
  /** Queues whose `stalled-check` key exists now. */
  readonly queuesWithStalledCheck: ReadonlySet<string>;
  /** More jobs are active than are read in one pass. */
  readonly truncated: boolean;
};

/** What shows that a processor moves. Digests, never payloads. */
export type ProgressSigns = {
  readonly progressDigest: string | null;
  readonly logLines: number;
  readonly dataDigest: string | null;
};

/** What the queue's event stream still knows of a job's present run. Instants are stream ids: Redis' clock. */
export type RunEvents = {
  readonly activeAtMs: number | null;
  readonly lastProgressAtMs: number | null;
};

export type FinishedDuration = { readonly name: string; readonly durationMs: number };

/** What the sampler reads. Reading commands only, every one bounded. */
export interface LockSource {
  readHeldLocks(queues: readonly string[]): Promise<HeldLocks>;
  /** In the order of `refs`. */
  readSigns(refs: readonly JobRef[]): Promise<readonly ProgressSigns[]>;
  readRunEvents(ref: JobRef): Promise<RunEvents>;
  /** Durations of the jobs of a queue that finished last, on the workers' clocks. */
  readDurations(queue: string): Promise<readonly FinishedDuration[]>;
}
