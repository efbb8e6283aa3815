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

/** A job that completed and is still kept. */
export type FinishedJob = {
  readonly name: string;
  /** Both ends are the same worker's clock. */
  readonly durationMs: number;
  /** The worker's clock. */
  readonly finishedAtMs: number;
};

/** An entry of a queue's event stream that tells of a run. Payloads are never part of it. */
export type RunEvent = {
  readonly kind: "added" | "active" | "completed" | "failed";
  /** The entry's id: Redis' clock. */
  readonly atMs: number;
  readonly jobId: string;
  /** `null` where neither the entry nor a hash tells it. */
  readonly name: string | null;
  /** When the ended run was over by its worker's clock; `null` where the hash is gone. */
  readonly finishedAtMs: number | null;
  /** The name of the worker of an ended run. */
  readonly worker: string | null;
};

/** What is new in one queue's event stream, in the order in which it happened. */
export type QueueEvents = {
  readonly queue: string;
  /** `false` where older news was passed over, and at the first look. */
  readonly isWhole: boolean;
  readonly events: readonly RunEvent[];
};

/** Exclusive, on the workers' clocks; `null`: no bound. */
export type FinishedBetween = { readonly afterMs: number | null; readonly beforeMs: number | null };

/** What the sampler reads. Reading commands only, every one bounded. */
export interface LockSource {
  readHeldLocks(queues: readonly string[]): Promise<HeldLocks>;
  /** In the order of `refs`. */
  readSigns(refs: readonly JobRef[]): Promise<readonly ProgressSigns[]>;
  readRunEvents(ref: JobRef): Promise<RunEvents>;
  /** What happened in these queues' event streams since the last call; `null`: the user may not read them. */
  followRuns(queues: readonly string[]): Promise<readonly QueueEvents[] | null>;
  /** The jobs of a queue that finished last and are kept, as far as they finished between these instants. */
  readFinished(queue: string, finished: FinishedBetween): Promise<readonly FinishedJob[]>;
}
