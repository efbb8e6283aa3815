import { judgeChild } from "./causes/judge-child";
import { fact } from "./causes/blocking-child";
import type { Finding } from "./causes/blocking-child";
import { dependencyEvidence } from "./causes/evidence";
import type { ChainLink, Culprit } from "./diagnosis";
import type { FlowReading } from "./flow-reader";
import { jobLabel } from "./job-label";
import { jobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
import type { JobReading } from "./job-reading";
import type { LockBook } from "./lock-watch";
import type { LockState } from "./lock-state";
import type { QueueReading } from "./queue-reading";
import { severityOf } from "./severity";

export type DiagnosisInput = {
  /** One flow, or a forest of them. */
  readonly flow: FlowReading;
  readonly queues: ReadonlyMap<string, QueueReading>;
  readonly locks: LockBook;
  /** How long a queue was watched without `stalled-check`, in ms. */
  readonly withoutStalledCheckMs: (queue: string) => number;
};

/** A culprit with what only the ranking and merging need. */
export type FoundCulprit = {
  readonly culprit: Culprit;
  readonly blocked: boolean;
  /** Since when it is at fault; older first among equals. */
  readonly sinceMs: number;
  /** The blocked ancestors and their blocked times, by key, so that merged rows count each once. */
  readonly blockedMsByAncestor: ReadonlyMap<JobKey, number>;
};

/**
 * Every last hop that a blocked parent waits for: the pending children of parents in waiting-children that do not wait
 * for children themselves, and parents that wait for nothing. `within` limits them to one job and what lies below it.
 */
export function findCulprits(input: DiagnosisInput, within: ReadonlySet<JobKey> | null): readonly FoundCulprit[] {
  const parents = parentMap(input.flow);
  const found: FoundCulprit[] = [];
  for (const [parentKey, edges] of input.flow.children) {
    const parent = input.flow.jobs.get(parentKey);
    if (parent?.state !== "waiting-children") continue;
    for (const edge of edges) {
      const key = jobKey(edge.ref);
      const child = input.flow.jobs.get(key);
      if (edge.bucket !== "unprocessed" || child === undefined) continue;
      if (child.state === "waiting-children" || (within !== null && !within.has(key))) continue;
      const lock = input.locks.stateOf(child);
      const queue = input.queues.get(child.ref.queue) ?? null;
      const finding = judgeChild({
        child,
        parent,
        queue,
        lock,
        queues: input.queues,
        withoutStalledCheckMs: input.withoutStalledCheckMs(child.ref.queue),
        nowMs: input.flow.readAtMs,
      });
      found.push(toFound(input, parents, { job: child, lock, finding }));
    }
  }
  return [...found, ...findParentsWithoutDependencies(input, parents, within)];
}

function findParentsWithoutDependencies(
  input: DiagnosisInput,
  parents: ReadonlyMap<JobKey, JobKey>,
  within: ReadonlySet<JobKey> | null,
): readonly FoundCulprit[] {
  const found: FoundCulprit[] = [];
  for (const [key, job] of input.flow.jobs) {
    if (job.state !== "waiting-children" || job.children.unprocessed > 0) continue;
    if (within !== null && !within.has(key)) continue;
    const finding: Finding = {
      cause: "parent-zero-deps",
      blocked: true,
      headline: `${jobLabel({ ...job.ref, name: job.name })} waits for nothing: its child belonged to another parent when the flow was added.`,
      facts: [
        fact("It waits for children and lists none.", {
          ...dependencyEvidence(job, job),
          command: "SCARD",
          value: "0",
        }),
      ],
      actions: ["release-parent"],
    };
    found.push(toFound(input, parents, { job, lock: null, finding }));
  }
  return found;
}

/** Each child's parent, as the parents list them. */
export function parentMap(flow: FlowReading): ReadonlyMap<JobKey, JobKey> {
  const parents = new Map<JobKey, JobKey>();
  for (const [parent, edges] of flow.children) for (const edge of edges) parents.set(jobKey(edge.ref), parent);
  return parents;
}

/** From the true root down to the job, as far as it was read. Ends at a cycle. */
export function chainTo(
  flow: FlowReading,
  parents: ReadonlyMap<JobKey, JobKey>,
  job: JobReading,
): readonly JobReading[] {
  const chain = [job];
  const seen = new Set<JobKey>([jobKey(job.ref)]);
  let key = parents.get(jobKey(job.ref));
  while (key !== undefined && !seen.has(key)) {
    seen.add(key);
    const parent = flow.jobs.get(key);
    if (parent === undefined) break;
    chain.push(parent);
    key = parents.get(key);
  }
  return chain.reverse();
}

function toFound(
  input: DiagnosisInput,
  parents: ReadonlyMap<JobKey, JobKey>,
  { job, lock, finding }: { readonly job: JobReading; readonly lock: LockState | null; readonly finding: Finding },
): FoundCulprit {
  const chain = chainTo(input.flow, parents, job);
  const sinceMs = culpritSince(job, lock, input.flow.readAtMs);
  const waiting = finding.cause === "parent-zero-deps" ? chain : chain.slice(0, -1);
  const blockedMsByAncestor = new Map<JobKey, number>();
  for (const ancestor of waiting) {
    if (ancestor.state !== "waiting-children") continue;
    const waitStartMs = ancestor.waitingChildrenSinceMs ?? ancestor.createdAtMs ?? input.flow.readAtMs;
    blockedMsByAncestor.set(jobKey(ancestor.ref), Math.max(0, input.flow.readAtMs - Math.max(waitStartMs, sinceMs)));
  }
  const root: JobRef = chain[0]?.ref ?? job.ref;
  return {
    blocked: finding.blocked,
    sinceMs,
    blockedMsByAncestor,
    culprit: {
      job: { ...job.ref, name: job.name },
      state: job.state,
      cause: finding.cause,
      severity: severityOf(finding.cause, lock?.verdict ?? null),
      headline: finding.headline,
      facts: finding.facts,
      chain: chain.map(toLink),
      roots: [root],
      flows: 1,
      blockedMs: sum(blockedMsByAncestor.values()),
      lock,
      actions: finding.actions,
    },
  };
}

function culpritSince(job: JobReading, lock: LockState | null, nowMs: number): number {
  if (lock !== null) return nowMs - lock.heldMs;
  if (job.finishedAtMs !== null) return job.finishedAtMs;
  return job.createdAtMs ?? 0;
}

function toLink(job: JobReading): ChainLink {
  return { ...job.ref, name: job.name, state: job.state };
}

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
