import type { BlockingChild, Finding } from "./causes/blocking-child";
import { judgeChild } from "./causes/judge-child";
import { judgeParent } from "./causes/judge-parent";
import { parentKeyMissing } from "./causes/parent-key-missing";
import type { Severity } from "./cause";
import { parentMap, WaysUp } from "./flow-chain";
import type { WayUp } from "./flow-chain";
import type { ChildEdge, FlowReading } from "./flow-reader";
import { jobKey, lastingJobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
import type { JobReading } from "./job-reading";
import type { LockState } from "./lock-state";
import type { LockBook } from "./lock-watch";
import type { LockWatch } from "./lock-watch-port";
import { isQueueCause } from "./queue-causes";
import type { QueueReading } from "./queue-reading";
import { severityOf } from "./severity";

export type DiagnosisInput = {
  /** One flow, or a forest of them. */
  readonly flow: FlowReading;
  readonly queues: ReadonlyMap<string, QueueReading>;
  /** Without a sweep nothing is said about who keeps the slots of a queue. */
  readonly locks: LockBook & Partial<Pick<LockWatch, "lastSweep">>;
  /** How long a queue was watched without `stalled-check`, in ms. */
  readonly withoutStalledCheckMs: (queue: string) => number;
};

/** A culprit as found, before its chain is told. */
export type FoundCulprit = {
  readonly finding: Finding;
  readonly severity: Severity;
  /** The culprit itself, or the child that waits for the slot that the finding's holder keeps. */
  readonly job: JobReading;
  /** The parent that waits for `job`; not set where a parent is at fault itself. */
  readonly parent?: JobKey;
  /** The culprit's. */
  readonly lock: LockState | null;
  readonly root: JobRef;
  /** What waits for `job`, nearest first; made when asked for. */
  readonly ancestors: () => readonly JobReading[];
  /** Since when it is at fault; older first among equals. */
  readonly sinceMs: number;
  readonly blockedMs: number;
  /** The ancestors, and the job itself, that wait because of it. */
  readonly blockedJobs: number;
};

/**
 * Every last hop that a blocked parent waits for (the pending children of parents in waiting-children that do not wait
 * for children themselves), and parents that are at fault themselves. `within` limits them to one job and what lies
 * below it. Iterative, and safe where data make a cycle.
 */
export function findCulprits(input: DiagnosisInput, within: ReadonlySet<JobKey> | null): readonly FoundCulprit[] {
  const parents = parentMap(input.flow);
  const upward = { parents, ways: new WaysUp(input.flow, parents) };
  const found: FoundCulprit[] = [];
  const atFault = new Set<JobKey>();
  const heldIn = heldByQueue(input);
  const judged = new QueueFindings();
  const rootKey = jobKey(input.flow.root);
  const isWithin = (key: JobKey) => within === null || within.has(key);
  for (const [key, job] of input.flow.jobs) {
    const finding = isWithin(key)
      ? findingOfParent(input, heldIn, { key, parent: job, isRoot: key === rootKey })
      : null;
    if (finding === null) continue;
    atFault.add(key);
    found.push(toFound(input, upward, { key, job, lock: input.locks.stateOf(job), finding }));
  }
  for (const [parentKey, edges] of input.flow.children) {
    const parent = input.flow.jobs.get(parentKey);
    if (parent?.state !== "waiting-children") continue;
    for (const edge of edges) {
      const key = lastingJobKey(edge.ref);
      // A parent that is at fault itself says more than that it waits, failed or lost its lock as any child does.
      if (!isWithin(key) || atFault.has(key)) continue;
      const one = findingOfChild(input, { heldIn, judged }, { parent, child: input.flow.jobs.get(key), edge });
      if (one !== null) found.push(toFound(input, upward, { ...one, key, parent: parentKey }));
    }
  }
  return found;
}

/** Judges one that merely waits for its turn, by what is known of its queue. */
export function waitingJudge(input: DiagnosisInput): (parent: JobReading, child: JobReading) => Finding | null {
  const heldIn = heldByQueue(input);
  return (parent, child) => judgePending(input, heldIn, { parent, child, lock: input.locks.stateOf(child) });
}

type Upward = { readonly parents: ReadonlyMap<JobKey, JobKey>; readonly ways: WaysUp };

type Judged = Pick<FoundCulprit, "job" | "lock" | "finding" | "parent">;

type HeldIn = ReadonlyMap<string, readonly LockState[]>;

type ParentPlace = { readonly key: JobKey; readonly parent: JobReading; readonly isRoot: boolean };

function findingOfParent(
  { flow, queues }: DiagnosisInput,
  heldIn: HeldIn,
  { key, parent, isRoot }: ParentPlace,
): Finding | null {
  const { queue } = parent.ref;
  const { processed, unprocessed, ignored, failed } = parent.children;
  // One that waits for children that were all read is not at fault itself: there may be tens of thousands.
  const isSound = parent.state === "waiting-children" && unprocessed > 0 && !flow.cut.has(key);
  if (!isSound && (parent.state === "waiting-children" || processed + unprocessed + ignored + failed > 0)) {
    const children = (flow.children.get(key) ?? []).map((edge) => ({
      edge,
      job: flow.jobs.get(lastingJobKey(edge.ref)),
    }));
    const heldInQueue = heldIn.get(queue) ?? [];
    const finding = judgeParent({
      parent,
      queue: queues.get(queue) ?? null,
      heldInQueue,
      children,
      isCut: flow.cut.has(key),
    });
    if (finding !== null) return finding;
  }
  return isRoot ? parentKeyMissing(flow, parent) : null;
}

/** What was found of a queue holds for all that merely wait in it; each has a finding of its own else. */
class QueueFindings {
  readonly #findings = new Map<string, Finding>();

  find(child: JobReading, judge: () => Finding | null): Finding | null {
    const { state, inPausedList, deferredFailure, finishedAtMs } = child;
    if (state !== "waiting" || inPausedList || deferredFailure !== null || finishedAtMs !== null) return judge();
    const known = this.#findings.get(child.ref.queue);
    if (known !== undefined) return known;
    const finding = judge();
    if (finding !== null && finding.holder === undefined && isQueueCause(finding.cause))
      this.#findings.set(child.ref.queue, finding);
    return finding;
  }
}

type ChildPlace = {
  readonly parent: JobReading;
  readonly child: JobReading | undefined;
  readonly edge: ChildEdge;
};

function findingOfChild(
  input: DiagnosisInput,
  { heldIn, judged }: { readonly heldIn: HeldIn; readonly judged: QueueFindings },
  { parent, child, edge }: ChildPlace,
): Judged | null {
  if (edge.bucket !== "unprocessed" || child === undefined || child.state === "waiting-children") return null;
  const lock = input.locks.stateOf(child);
  const finding = judged.find(child, () => judgePending(input, heldIn, { parent, child, lock }));
  return finding === null ? null : { job: child, lock: finding.holder ?? lock, finding };
}

function judgePending(
  { flow, queues, withoutStalledCheckMs }: DiagnosisInput,
  heldIn: HeldIn,
  { parent, child, lock }: Pick<BlockingChild, "parent" | "child" | "lock">,
): Finding | null {
  return judgeChild({
    child,
    parent,
    queue: queues.get(child.ref.queue) ?? null,
    lock,
    queues,
    withoutStalledCheckMs: withoutStalledCheckMs(child.ref.queue),
    heldInQueue: heldIn.get(child.ref.queue) ?? [],
    nowMs: flow.readAtMs,
  });
}

function heldByQueue({ locks }: DiagnosisInput): HeldIn {
  const held = new Map<string, LockState[]>();
  for (const lock of locks.lastSweep?.().locks ?? []) {
    const known = held.get(lock.job.queue);
    if (known === undefined) held.set(lock.job.queue, [lock]);
    else known.push(lock);
  }
  return held;
}

function toFound(
  { flow }: DiagnosisInput,
  { parents, ways }: Upward,
  { key, job, lock, finding, parent }: Judged & { readonly key: JobKey },
): FoundCulprit {
  const sinceMs = culpritSince(job, lock, flow.readAtMs);
  const way = ways.from(parent ?? parents.get(key));
  const ownMs = blockedMsOf(job, sinceMs, flow.readAtMs);
  let blockedMs = ownMs ?? 0;
  let blockedJobs = ownMs === null ? 0 : 1;
  let root = job.ref;
  // The culprit itself comes again where data make a cycle.
  for (let at = way; at !== null && at.job !== job; at = at.next) {
    const ms = blockedMsOf(at.job, sinceMs, flow.readAtMs);
    if (ms !== null) blockedJobs += 1;
    blockedMs += ms ?? 0;
    root = at.job.ref;
  }
  return {
    finding,
    severity: severityOf(finding.cause, lock?.verdict ?? null),
    job,
    ...(parent === undefined ? {} : { parent }),
    lock,
    root,
    ancestors: () => jobsOn(way, job),
    sinceMs,
    blockedMs,
    blockedJobs,
  };
}

function jobsOn(way: WayUp | null, end: JobReading): readonly JobReading[] {
  const jobs: JobReading[] = [];
  for (let at = way; at !== null && at.job !== end; at = at.next) jobs.push(at.job);
  return jobs;
}

/** How long a job waits because of a culprit, in ms; `null` for a job that does not wait for children. */
export function blockedMsOf(job: JobReading, culpritSinceMs: number, nowMs: number): number | null {
  if (job.state !== "waiting-children") return null;
  const waitStartMs = job.waitingChildrenSinceMs ?? job.createdAtMs ?? nowMs;
  return Math.max(0, nowMs - Math.max(waitStartMs, culpritSinceMs));
}

function culpritSince(job: JobReading, lock: LockState | null, nowMs: number): number {
  if (lock !== null) return nowMs - lock.heldMs;
  if (job.finishedAtMs !== null) return job.finishedAtMs;
  return job.createdAtMs ?? 0;
}
