import "server-only";

import type { LockState } from "@/lib/core/lock-state";
import { restartAdvice } from "@/lib/core/occupied-slot";
import type { OccupiedSlot } from "@/lib/core/occupied-slot";
import type { LockWatch } from "@/lib/core/lock-watch-port";
import type { WorkerClient } from "@/lib/core/queue-reading";
import { nearestToNone } from "@/lib/core/worker-clock";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";

/** Connected workers with the locks they hold, as far as a lock can be told to be theirs (BullMQ puts no worker id into CLIENT LIST). */
export async function listWorkers({ reader, watch, cache, slots }: Connection) {
  return cache.read("workers", readCacheMs, async () => {
    const readAtMs = await reader.readClockMs();
    const clients = await reader.readWorkers();
    if (clients === null) return { readAtMs, available: false, reason: "redis-denied", workers: [] };
    const groups = groupWorkers(clients, { locks: watch.lastSweep().locks, slots: slots.list() });
    return {
      readAtMs,
      available: true,
      reason: null,
      workers: groups.map((group) => toWorker(group, { watch, readAtMs })),
    };
  });
}

type Known = { readonly locks: readonly LockState[]; readonly slots: readonly OccupiedSlot[] };

export type WorkerGroup = {
  readonly id: string;
  readonly clients: readonly WorkerClient[];
  /** Most suspicious first. */
  readonly held: readonly LockState[];
  readonly occupied: readonly OccupiedSlot[];
};

/** One worker process connects once for each queue: the same name from the same host is taken as one. */
export function groupWorkers(clients: readonly WorkerClient[], { locks, slots }: Known): readonly WorkerGroup[] {
  const groups = new Map<string, WorkerClient[]>();
  for (const client of clients) {
    const id = client.name === null ? client.clientId : `${client.name}@${hostOf(client.address)}`;
    groups.set(id, [...(groups.get(id) ?? []), client]);
  }
  const clientsOfQueue = countBy(clients, ({ queue }) => queue);
  return [...groups].map(([id, members]) => ({
    id,
    clients: members,
    held: locks.filter((lock) => members.some((client) => holds(client, lock, clientsOfQueue))),
    occupied: slots.filter((slot) => members.some((client) => isHeldBy(slot, client))),
  }));
}

type Told = { readonly watch: Pick<LockWatch, "lastSweep" | "clockOffOf">; readonly readAtMs: number };

/** A worker as it is told. */
export function toWorker({ id, clients, held, occupied }: WorkerGroup, { watch, readAtMs }: Told) {
  const first = clients[0];
  const fromRuns = clients.map(({ queue, name }) => (name === null ? null : watch.clockOffOf(queue, name)));
  return {
    id,
    name: first?.name ?? null,
    queues: [...new Set(clients.map(({ queue }) => queue))],
    address: first?.address ?? null,
    connectedMs: Math.max(...clients.map(({ connectedMs }) => connectedMs)),
    lastSeenAtMs: lastSeen(clients, { held, sweptAtMs: watch.lastSweep().atMs, readAtMs }),
    clockOffMs: nearestToNone([...fromRuns, ...held.map(({ clockOffMs }) => clockOffMs)]),
    locks: held.length,
    suspects: held.filter(({ verdict }) => verdict !== "normal" && verdict !== "slow").length,
    occupiedSlots: occupied.map(({ job }) => ({ queue: job.queue, id: job.id })),
    advice: restartAdvice(occupied),
  };
}

type Seen = {
  readonly held: readonly LockState[];
  readonly sweptAtMs: number | null;
  readonly readAtMs: number;
};

/**
 * A worker whose slots are all taken fetches nothing, but renews its locks over a connection that has no name: a lock's
 * remaining time tells when, where its duration was seen.
 */
function lastSeen(clients: readonly WorkerClient[], { held, sweptAtMs, readAtMs }: Seen): number {
  const asked = clients.map(({ idleMs }) => readAtMs - idleMs);
  const renewed = held.flatMap(({ ttlMs, lockDurationMs: { value, observed }, verdict }) =>
    sweptAtMs === null || value === null || !observed || verdict === "lock-lost" ? [] : [sweptAtMs - value + ttlMs],
  );
  return Math.min(readAtMs, Math.max(...asked, ...renewed));
}

/** Without CLIENT LIST at the moment of the action the name and queue have to do. */
function isHeldBy({ clientIds, holder, job }: OccupiedSlot, client: WorkerClient): boolean {
  if (clientIds !== null) return clientIds.includes(client.clientId);
  return client.queue === job.queue && client.name !== null && client.name === holder;
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
