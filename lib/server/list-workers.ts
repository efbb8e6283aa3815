import "server-only";

import type { LockState } from "@/lib/core/lock-state";
import type { WorkerClient } from "@/lib/core/queue-reading";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";

/** Connected workers with the locks they hold, as far as a lock can be told to be theirs (BullMQ puts no worker id into CLIENT LIST). */
export async function listWorkers({ reader, watch, cache }: Connection) {
  return cache.read("workers", readCacheMs, async () => {
    const readAtMs = await reader.readClockMs();
    const clients = await reader.readWorkers();
    if (clients === null) return { readAtMs, available: false, reason: "redis-denied", workers: [] };
    const clientsOfQueue = countBy(clients, ({ queue }) => queue);
    const workers = groupClients(clients).map((group) => toWorker(group, watch.lastSweep().locks, clientsOfQueue));
    return { readAtMs, available: true, reason: null, workers };
  });
}

type Group = { readonly id: string; readonly clients: readonly WorkerClient[] };

/** One worker process connects once for each queue: the same name from the same host is taken as one. */
function groupClients(clients: readonly WorkerClient[]): Group[] {
  const groups = new Map<string, WorkerClient[]>();
  for (const client of clients) {
    const id = client.name === null ? client.clientId : `${client.name}@${hostOf(client.address)}`;
    groups.set(id, [...(groups.get(id) ?? []), client]);
  }
  return [...groups].map(([id, members]) => ({ id, clients: members }));
}

function toWorker({ id, clients }: Group, locks: readonly LockState[], clientsOfQueue: ReadonlyMap<string, number>) {
  const first = clients[0];
  const held = locks.filter((lock) => clients.some((client) => holds(client, lock, clientsOfQueue)));
  return {
    id,
    name: first?.name ?? null,
    queues: [...new Set(clients.map(({ queue }) => queue))],
    address: first?.address ?? null,
    connectedMs: Math.max(...clients.map(({ connectedMs }) => connectedMs)),
    locks: held.length,
    suspects: held.filter(({ verdict }) => verdict !== "normal" && verdict !== "slow").length,
    occupiedSlots: held
      .filter(({ verdict }) => verdict === "probably-stuck")
      .map(({ job }) => ({ queue: job.queue, id: job.id })),
  };
}

function holds(client: WorkerClient, lock: LockState, clientsOfQueue: ReadonlyMap<string, number>): boolean {
  if (client.queue !== lock.job.queue) return false;
  return lock.holder === null ? clientsOfQueue.get(client.queue) === 1 : lock.holder === client.name;
}

function hostOf(address: string): string {
  return address.slice(0, Math.max(0, address.lastIndexOf(":"))) || address;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
