import "server-only";

import { buildTriage } from "@/lib/core/build-triage";
import type { TriageResult } from "@/lib/core/build-triage";
import type { LookSummary } from "@/lib/watch/watch-reading";

import { readCacheMs } from "../connection";
import type { Connection } from "../connection";
import { gatherTriage } from "./gather-triage";
import type { TriageGathering } from "./gather-triage";

export type CulpritLook = {
  readonly gathering: TriageGathering;
  readonly result: TriageResult;
};

/** A look that took long is shared for longer, so that it never keeps Redis or this process busy all the time. */
const sharedForTimes = 3;
const sharedMaxMs = 15_000;

/** One look over everything that is blocked, shared by all who ask at about the same time. */
export async function lookForCulprits(connection: Connection): Promise<CulpritLook> {
  const sharedMs = Math.min(sharedMaxMs, Math.max(readCacheMs, sharedForTimes * connection.lookTook.ms));
  return connection.cache.read("culprits", sharedMs, () => look(connection));
}

function queuesIn({ jobs, waitingRoots = [] }: TriageGathering["forest"]): ReadonlySet<string> {
  const queues = new Set<string>();
  for (const { ref } of jobs.values()) queues.add(ref.queue);
  for (const { children } of waitingRoots) for (const { ref } of children) queues.add(ref.queue);
  return queues;
}

async function look(connection: Connection): Promise<CulpritLook> {
  const { reader, parents: memory, directory, watch, now } = connection;
  const startedAtMs = now();
  const gathering = await gatherTriage({ reader, memory, queues: directory.queues() });
  for (const queue of queuesIn(gathering.forest)) directory.note(queue);
  const result = buildTriage({
    flow: gathering.forest,
    queues: new Map(gathering.queues.map((queue) => [queue.queue, queue])),
    locks: watch,
    withoutStalledCheckMs: (queue) => watch.withoutStalledCheckMs(queue),
  });
  watch.noteBlocks(result.blocks);
  const endedAtMs = now();
  connection.lookTook.ms = endedAtMs - startedAtMs;
  connection.lastLook.summary = summarize({ gathering, result }, endedAtMs);
  return { gathering, result };
}

function summarize({ gathering, result }: CulpritLook, atMs: number): LookSummary {
  return {
    atMs,
    blockedFlows: result.blockedFlows,
    waitingParents: gathering.parents,
    truncated: gathering.truncated || result.truncated,
    queues: gathering.queues.map(({ queue, counts, oldestWaitingMs, workers }) => ({
      ...{ queue, counts, oldestWaitingMs },
      workers: workers === null ? null : workers.length,
    })),
  };
}
