import "server-only";

import type { FlowReader } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import type { QueueState } from "@/lib/core/job-state";
import type { QueueReading } from "@/lib/core/queue-reading";

import { mapBounded } from "./map-bounded";
import { isParent } from "./triage/forest";

export type FlowHeads = {
  readonly readAtMs: number;
  readonly roots: readonly JobReading[];
  /** A collection has more jobs than were looked at. */
  readonly truncated: boolean;
};

/** Ids looked at of each collection, newest first: most jobs outside waiting-children are no roots. */
const idsOf = {
  "waiting-children": 1_000,
  failed: 300,
  completed: 300,
  active: 200,
  waiting: 100,
  prioritized: 100,
  delayed: 100,
} as const satisfies Record<QueueState, number>;

const listsAtOnce = 20;
const forgetAfterMs = 60_000;
const entriesMax = 100_000;

/** Remembers for a minute which jobs are no roots of flows, so that a list of flows does not read them again and again. */
export class RootMemory {
  readonly #notRootsSeenAtMs = new Map<JobKey, number>();

  note(jobs: readonly JobReading[], nowMs: number): void {
    for (const job of jobs) {
      const key = jobKey(job.ref);
      this.#notRootsSeenAtMs.delete(key);
      if (!isRoot(job)) this.#notRootsSeenAtMs.set(key, nowMs);
    }
    for (const key of this.#notRootsSeenAtMs.keys()) {
      if (this.#notRootsSeenAtMs.size <= entriesMax) return;
      this.#notRootsSeenAtMs.delete(key);
    }
  }

  isNoRoot(ref: JobRef, nowMs: number): boolean {
    const seenAtMs = this.#notRootsSeenAtMs.get(jobKey(ref));
    return seenAtMs !== undefined && nowMs - seenAtMs < forgetAfterMs;
  }
}

type Options = {
  readonly reader: FlowReader;
  readonly memory: RootMemory;
  readonly queues: readonly QueueReading[];
  readonly states: readonly QueueState[];
};

/** The roots of flows at the heads of the given collections. */
export async function readFlowHeads({ reader, memory, queues, states }: Options): Promise<FlowHeads> {
  const readAtMs = await reader.readClockMs();
  const wanted = queues.flatMap(({ queue, counts }) =>
    states.filter((state) => counts[state] > 0).map((state) => ({ queue, state, count: counts[state] })),
  );
  const pages = await mapBounded(wanted, listsAtOnce, ({ queue, state }) =>
    reader.listJobs(queue, { state, cursor: null, limit: idsOf[state] }),
  );
  const refs = pages.flatMap(({ items }) => items).filter((ref) => !memory.isNoRoot(ref, readAtMs));
  const jobs = await reader.readJobs(refs);
  memory.note(jobs, readAtMs);
  return { readAtMs, roots: jobs.filter(isRoot), truncated: pages.some(({ cursor }) => cursor !== null) };
}

function isRoot(job: JobReading): boolean {
  return job.parent === null && isParent(job);
}
