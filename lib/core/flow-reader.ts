import type { JobKey, JobRef } from "./job-ref";
import type { Counts, JobReading } from "./job-reading";
import type { QueueState, State } from "./job-state";
import type { QueueReading, WorkerClient } from "./queue-reading";

/** Which of a parent's four collections lists the child. */
export type ChildBucket = keyof Counts;

export type ChildEdge = { readonly ref: JobRef; readonly bucket: ChildBucket };

/** A child as the pending one of a parent. */
export type PendingEdge = { readonly parent: JobRef; readonly child: JobRef };

/** A flow as read, from its root down. Bounded by `limits`; what was left out is counted by the parents' `children`. */
export type FlowReading = {
  readonly root: JobRef;
  readonly readAtMs: number;
  /** Every job that was read. A job in `:processed` whose hash is gone (removeOnComplete) is here as completed, name null. */
  readonly jobs: ReadonlyMap<JobKey, JobReading>;
  /** The read children of each parent. */
  readonly children: ReadonlyMap<JobKey, readonly ChildEdge[]>;
  /** Parents some of whose children were left out. */
  readonly cut: ReadonlySet<JobKey>;
  /** Every job of the tree was read. */
  readonly exact: boolean;
  /** Flows of a parent that only waits for children in line, which stand nowhere else here: triage has many of them. */
  readonly waitingRoots?: readonly WaitingRoot[];
  /** Of parents whose pending children were not all read. */
  readonly counted?: ReadonlyMap<JobKey, PendingCounts>;
};

/** A root in waiting-children with all its pending children, each of which merely waits in line. */
export type WaitingRoot = { readonly job: JobReading; readonly children: readonly JobReading[] };

/** How many of a parent's pending children are in each state, where Redis tells it without reading them. */
export type PendingCounts = { readonly [S in State]?: number };

/** What a first look at a flow must not miss. */
export type FlowHeadRequest = {
  readonly root: JobRef;
  /** Jobs to show with their way from the root, where they belong to this flow: the one asked for, locks that look stuck. */
  readonly through: readonly JobRef[];
  /** The queues in which its jobs may be. */
  readonly queues: readonly string[];
};

export type Page<T> = {
  readonly items: readonly T[];
  readonly total: number;
  /** Opaque; `null` at the end. */
  readonly cursor: string | null;
};

export type JobRawReading = {
  readonly job: JobReading;
  /** Hash fields but `data` and `returnvalue`, each cut to a bound; tokens are not among them. */
  readonly raw: ReadonlyMap<string, string>;
  /** The keys in Redis that belong to this job and exist. */
  readonly keys: readonly string[];
  /** The stored options' JSON text, cut to a bound. */
  readonly options: string | null;
};

export type PayloadReading = {
  readonly text: string | null;
  readonly bytes: number;
  /** The text was too large and was not read. */
  readonly truncated: boolean;
};

/** A job of a flow, and the job that lists it as its child; `null` above the root. */
export type WalkedJob = { readonly job: JobReading; readonly parent: JobRef | null };

export type WaitingParentsRequest = {
  /** The newest so many are looked at. */
  readonly parentsMax: number;
  /** A parent with more pending children than this is read without them. */
  readonly pendingMax: number;
  /** Once about so many jobs were found, parents with their children, the parents that are left are not looked at. */
  readonly jobsMax: number;
};

/**
 * Parents that wait for children. Of what merely waits only what judging its wait needs is read: name, times, parent,
 * counts and place; other fields stand as if they were not set.
 */
export type WaitingParents = {
  /** Roots that only wait for children in line; the plain path reads them as all others. */
  readonly roots: readonly WaitingRoot[];
  /** The other parents, and of their pending children those that merely wait. */
  readonly jobs: readonly JobReading[];
  /** All pending children of each of them that has few. */
  readonly edges: readonly { readonly parent: JobRef; readonly children: readonly JobRef[] }[];
  /** What is to be read whole: it does more than wait, or waits for many. */
  readonly unread: readonly JobRef[];
  /** Parents, or children of those that have few, were left out. */
  readonly truncated: boolean;
};

/**
 * Everything Flowlock reads of BullMQ's data. Implementations send reading commands only, never KEYS, and bound
 * every read. They throw `RedisUnavailableError` or `RedisDeniedError` of `redis-failure.ts`, and nothing else that is expected.
 */
export interface FlowReader {
  readonly kind: "script" | "pipeline";
  /** Redis' clock in epoch milliseconds. */
  readClockMs(): Promise<number>;
  /** One reading per ref, in order, each of one instant. What looks missing or in no list was read twice. */
  readJobs(refs: readonly JobRef[]): Promise<readonly JobReading[]>;
  /** From any job up to its true root, root first, the job itself last. A cycle or a missing parent ends the walk. */
  readAncestors(ref: JobRef): Promise<{ readonly chain: readonly JobReading[]; readonly cycle: boolean }>;
  /** The whole flow below `root`, pending children first. */
  readFlow(root: JobRef): Promise<FlowReading>;
  /**
   * A first look at a flow of any size, by some hundred commands: the way to each problem that the queues' active,
   * failed and delayed collections lead to, a part of the rest, and exact counts of direct children.
   */
  readFlowHead(request: FlowHeadRequest): Promise<FlowReading>;
  /**
   * Every job of the flow below `root`, each once, some thousand at a time and a parent before its children, whatever
   * the flow's size. Who asks decides when it is enough.
   */
  walkJobs(root: JobRef): AsyncIterable<readonly WalkedJob[]>;
  /** The pending children (`:dependencies`) only, all the way down: what diagnosis needs. */
  readPendingFlow(roots: readonly JobRef[]): Promise<FlowReading>;
  /** A queue's parents that wait for children, with what they wait for: what triage needs. */
  readWaitingParents(queue: string, request: WaitingParentsRequest): Promise<WaitingParents>;
  /** Jobs in line that have pending children all the same, near either end of these queues' lines. */
  findReleasedParents(queues: readonly string[]): Promise<readonly JobRef[]>;
  /** Whether each parent lists the child as pending now, in order: a child that was read after it may have ended since. */
  stillPending(edges: readonly PendingEdge[]): Promise<readonly boolean[]>;
  /** One page of a parent's direct children, problems (failed, unsuccessful, pending) first. */
  listChildren(
    parent: JobRef,
    page: { readonly cursor: string | null; readonly limit: number },
  ): Promise<Page<ChildEdge>>;
  /** A page of a queue's jobs in one state, newest first where the collection has an order. */
  listJobs(
    queue: string,
    page: { readonly state: QueueState; readonly cursor: string | null; readonly limit: number },
  ): Promise<Page<JobRef>>;
  readQueues(queues: readonly string[]): Promise<readonly QueueReading[]>;
  /** Every BullMQ worker connection; `null` when CLIENT LIST is refused. */
  readWorkers(): Promise<readonly WorkerClient[] | null>;
  /** `null` when there is no such job. */
  readJobRaw(ref: JobRef): Promise<JobRawReading | null>;
  readPayloads(ref: JobRef): Promise<{
    readonly data: PayloadReading;
    readonly returnValue: PayloadReading;
    readonly options: PayloadReading;
  } | null>;
  /** The data of each job, in order. A long text is measured and not read. */
  readData(refs: readonly JobRef[]): Promise<readonly PayloadReading[]>;
  readLogs(ref: JobRef, page: { readonly cursor: string | null; readonly limit: number }): Promise<Page<string>>;
}
