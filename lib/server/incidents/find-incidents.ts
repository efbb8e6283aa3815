import "server-only";

import type { Culprit } from "@/lib/core/diagnosis";
import { explainCulprits } from "@/lib/core/doctor/explain-culprits";
import { incidentKey, isIncident } from "@/lib/core/incident";
import { nobodyWorks } from "@/lib/core/causes/blocking-child";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import type { QueueReading } from "@/lib/core/queue-reading";
import { toLoneCulprit } from "@/lib/core/to-lone-culprit";
import type { IncidentLook } from "@/lib/watch/incident-book";

import type { Connection } from "../connection";
import { lookForCulprits } from "../triage/look-for-culprits";
import type { CulpritLook } from "../triage/look-for-culprits";

/** Jobs beside triage's that are read in one look. */
const loneJobsMax = 20;

export type Found = IncidentLook & { readonly atMs: number };

/**
 * What should be looked at by somebody now: triage's culprits, and what the sweep found since or triage leaves out (jobs
 * and queues outside of flows). Those that `isKnown` names are not read again. Muted names are not told, but count as still there.
 */
export async function findIncidents(connection: Connection, isKnown: (key: string) => boolean): Promise<Found> {
  const look = await lookForCulprits(connection);
  const culprits = new Map<string, Culprit>();
  const present = new Set<string>();
  const doctor = connection.doctor.lastReading();
  const note = (culprit: Culprit) => {
    const key = incidentKey(culprit);
    present.add(key);
    if (!connection.limits.isMuted(culprit.job.queue, culprit.job.name)) culprits.set(key, culprit);
  };
  for (const culprit of explainCulprits(look.result.culprits, doctor)) if (isIncident(culprit)) note(culprit);
  const lone = (await listLoneJobs(connection, look)).filter(({ key }) => !present.has(key));
  for (const { key } of lone) if (isKnown(key)) present.add(key);
  const fresh = lone.filter(({ key }) => !isKnown(key)).slice(0, loneJobsMax);
  for (const culprit of await judgeLone(connection, look, fresh)) if (isIncident(culprit)) note(culprit);
  const sweep = connection.watch.lastSweep();
  const isWhole = !look.gathering.truncated && !look.result.truncated;
  return {
    atMs: look.gathering.readAtMs,
    culprits,
    present,
    isGone: ({ culprit }) => !sweep.truncated && (isWhole || culprit.lock !== null),
  };
}

type LoneJob = { readonly key: string; readonly ref: JobRef };

/** Held or lost locks that the sweep is suspicious of, and one job of each queue that nobody works. */
async function listLoneJobs(connection: Connection, { gathering }: CulpritLook): Promise<readonly LoneJob[]> {
  const { reader, watch } = connection;
  const locks = watch
    .lastSweep()
    .locks.filter(({ verdict }) => verdict === "probably-stuck" || verdict === "lock-lost")
    .map(({ job: { queue, id } }) => ({ key: `job ${jobKey({ queue, id })}`, ref: { queue, id } }));
  const idle = gathering.queues.filter((queue) => hasWork(queue) && isWithoutWorkers(connection, queue));
  const waiting = await Promise.all(
    idle.slice(0, loneJobsMax).map(async ({ queue, counts }): Promise<readonly LoneJob[]> => {
      const state = counts.waiting > 0 ? "waiting" : "prioritized";
      const { items } = await reader.listJobs(queue, { state, cursor: null, limit: 1 });
      return items.map((ref) => ({ key: `queue ${queue}`, ref }));
    }),
  );
  return [...locks, ...waiting.flat()];
}

async function judgeLone(
  { reader, watch }: Connection,
  { gathering }: CulpritLook,
  lone: readonly LoneJob[],
): Promise<readonly Culprit[]> {
  const queues = new Map(gathering.queues.map((queue) => [queue.queue, queue]));
  const chains = await Promise.all(lone.map(({ ref }) => reader.readAncestors(ref)));
  return chains.flatMap(({ chain }) => {
    const child = chain.at(-1);
    if (child === undefined || !isAtWorkOrWaiting(child)) return [];
    const { queue } = child.ref;
    const culprit = toLoneCulprit({
      child,
      ancestors: chain.slice(0, -1),
      queue: queues.get(queue) ?? null,
      lock: watch.stateOf(child),
      queues,
      withoutStalledCheckMs: watch.withoutStalledCheckMs(queue),
      heldInQueue: [],
      nowMs: child.readAtMs,
    });
    return culprit ?? [];
  });
}

function isAtWorkOrWaiting({ state }: JobReading): boolean {
  return state === "active" || state === "waiting" || state === "prioritized";
}

function hasWork({ counts, paused }: QueueReading): boolean {
  return !paused && counts.waiting + counts.prioritized > 0;
}

function isWithoutWorkers({ watch }: Connection, queue: QueueReading): boolean {
  return nobodyWorks({ queue, withoutStalledCheckMs: watch.withoutStalledCheckMs(queue.queue) });
}
