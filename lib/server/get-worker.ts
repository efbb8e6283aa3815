import "server-only";

import { limits } from "@/lib/core/limits";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";
import { groupWorkers, toWorker } from "./list-workers";

/**
 * One worker, named by its id or, where one worker alone has it, by its name: with each lock that it holds and how often
 * that job has stalled, and the slots that ended jobs still hold. `worker` is `null` where none of that name is connected.
 */
export async function getWorker({ reader, watch, cache, slots }: Connection, id: string) {
  return cache.read(`worker ${id}`, readCacheMs, async () => {
    const readAtMs = await reader.readClockMs();
    const nothing = { readAtMs, worker: null, locks: [], occupied: [], truncated: false };
    const clients = await reader.readWorkers();
    if (clients === null) return { ...nothing, available: false, reason: "redis-denied" };
    const groups = groupWorkers(clients, { locks: watch.lastSweep().locks, slots: slots.list() });
    const named = groups.filter(({ clients: [first] }) => first?.name === id);
    const group = groups.find((one) => one.id === id) ?? (named.length === 1 ? named[0] : undefined);
    if (group === undefined) return { ...nothing, available: true, reason: null };
    const held = group.held.slice(0, limits.pageMax);
    const jobs = await reader.readJobs(held.map(({ job }) => ({ queue: job.queue, id: job.id })));
    return {
      readAtMs,
      available: true,
      reason: null,
      worker: toWorker(group, { watch, readAtMs }),
      locks: held.map((lock, index) => ({ lock, stalls: jobs[index]?.stalls ?? 0 })),
      occupied: group.occupied.map(({ job, action, sinceAtMs }) => ({ job, action, sinceAtMs })),
      truncated: held.length < group.held.length,
    };
  });
}
