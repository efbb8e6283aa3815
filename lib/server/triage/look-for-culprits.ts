import "server-only";

import { buildTriage } from "@/lib/core/build-triage";
import type { TriageResult } from "@/lib/core/build-triage";
import type { Culprit } from "@/lib/core/diagnosis";

import { readCacheMs } from "../connection";
import type { Connection } from "../connection";
import { gatherTriage } from "./gather-triage";
import type { TriageGathering } from "./gather-triage";

export type CulpritLook = {
  readonly gathering: TriageGathering;
  readonly result: TriageResult;
  /** Culprits that went away in the last 24 hours. */
  readonly cleared: number;
};

/** A look that took long is shared for longer, so that it never keeps Redis or this process busy all the time. */
const sharedForTimes = 3;
const sharedMaxMs = 15_000;

/** One look over everything that is blocked, shared by all who ask at about the same time. */
export async function lookForCulprits(connection: Connection): Promise<CulpritLook> {
  const sharedMs = Math.min(sharedMaxMs, Math.max(readCacheMs, sharedForTimes * connection.lookTook.ms));
  return connection.cache.read("culprits", sharedMs, () => look(connection));
}

async function look(connection: Connection): Promise<CulpritLook> {
  const { reader, parents: memory, directory, watch, cleared, now } = connection;
  const startedAtMs = now();
  const gathering = await gatherTriage({ reader, memory, queues: directory.queues() });
  for (const job of gathering.forest.jobs.values()) directory.note(job.ref.queue);
  const result = buildTriage({
    flow: gathering.forest,
    queues: new Map(gathering.queues.map((queue) => [queue.queue, queue])),
    locks: watch,
    withoutStalledCheckMs: (queue) => watch.withoutStalledCheckMs(queue),
  });
  watch.noteBlocks(result.blocks);
  connection.lookTook.ms = now() - startedAtMs;
  const { truncated, readAtMs } = gathering;
  return {
    gathering,
    result,
    cleared: cleared.note(new Set(result.culprits.map(culpritKey)), { truncated, nowMs: readAtMs }),
  };
}

function culpritKey({ job, cause }: Culprit): string {
  return JSON.stringify([job.queue, job.id, cause]);
}
