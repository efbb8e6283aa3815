import "server-only";

import type { FlowReading } from "@/lib/core/flow-reader";
import { jobKey, splitQueue } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import { limits } from "@/lib/core/limits";
import type { QueueReading } from "@/lib/core/queue-reading";
import { unreadChildren } from "@/lib/core/unread-children";

import { AppError } from "./app-error";
import { readCacheMs } from "./connection";
import type { Connection } from "./connection";

export type FlowOf = {
  readonly reading: FlowReading;
  readonly queues: ReadonlyMap<string, QueueReading>;
};

/** Up to this many jobs a flow is read whole, once it is looked at again. */
const wholeMax = limits.flowJobsMax;

/**
 * The flow that a job belongs to, from its true root. The first time by some hundred commands, whatever its size; then
 * whole, unless it is known to be larger than a whole read can be. Where a first look explains nothing, whole at once.
 */
export async function readFlowOf(
  connection: Connection,
  job: JobRef,
  notFound: "flow-not-found" | "job-not-found",
): Promise<FlowOf> {
  const { cache, reader, heads } = connection;
  const { chain } = await reader.readAncestors(job);
  const requested = chain.at(-1);
  const root = chain[0];
  if (requested === undefined || root === undefined || requested.state === "missing") throw new AppError(notFound);
  const rootName = JSON.stringify([root.ref.queue, root.ref.id]);
  if (heads.isSmall(rootName, connection.now())) {
    const sharedMs = Math.min(sharedMaxMs, Math.max(readCacheMs, 3 * heads.tookMs(rootName)));
    const whole = await cache.read(`flow ${rootName}`, sharedMs, () => readWhole(connection, root.ref, rootName));
    if (whole.reading.jobs.has(jobKey(requested.ref)) && countJobs(whole.reading) <= wholeMax) return whole;
  }
  const key = `head ${rootName} ${JSON.stringify([job.queue, job.id])}`;
  return cache.read(key, readCacheMs, () => readHead(connection, chain, rootName));
}

const sharedMaxMs = 15_000;

async function readHead(connection: Connection, chain: readonly JobReading[], rootName: string): Promise<FlowOf> {
  const [root] = chain;
  const requested = chain.at(-1);
  if (root === undefined || requested === undefined) throw new Error("A way up has one job at least.");
  const { reader, heads, directory, watch, now } = connection;
  const suspects = watch.lastSweep().locks.filter((lock) => lock.verdict !== "normal");
  const reading = await reader.readFlowHead({
    root: root.ref,
    through: [requested.ref, ...suspects.slice(0, suspectsMax).map(({ job }) => ({ queue: job.queue, id: job.id }))],
    queues: directory.queues(),
  });
  const counted = countJobs(reading);
  heads.note(rootName, { jobs: counted, nowMs: now() });
  if (!reading.exact && counted <= wholeMax && explainsNothing(reading))
    return readWhole(connection, root.ref, rootName);
  return withQueues(connection, reading);
}

/** Held locks that look stuck and are followed up to this flow. */
const suspectsMax = 50;

/** A waiting root below which nothing was found that does not wait for children itself. */
function explainsNothing({ root, jobs }: FlowReading): boolean {
  if (jobs.get(jobKey(root))?.state !== "waiting-children") return false;
  return [...jobs.values()].every(({ state }) => state === "waiting-children" || state === "completed");
}

function countJobs(reading: FlowReading): number {
  let count = reading.jobs.size;
  for (const key of reading.cut) for (const unread of unreadChildren(reading, key)) count += unread.count;
  return count;
}

async function readWhole(connection: Connection, root: JobRef, rootName: string): Promise<FlowOf> {
  const { reader, heads, now } = connection;
  const startedAtMs = now();
  const reading = await reader.readFlow(root);
  heads.note(rootName, {
    jobs: countJobs(reading),
    nowMs: now(),
    tookMs: now() - startedAtMs,
  });
  return withQueues(connection, reading);
}

async function withQueues(connection: Connection, reading: FlowReading): Promise<FlowOf> {
  const names = new Set([...reading.jobs.values()].map((read) => read.ref.queue));
  const queues = await connection.reader.readQueues([...names]);
  const namesakes = await readNamesakes(connection, queues);
  return { reading, queues: new Map([...queues, ...namesakes].map((queue) => [queue.queue, queue])) };
}

/** Queues looked at for the workers that a queue of the same name lacks. */
const namesakesMax = 50;

/** Where nobody works a queue, its workers may look under another prefix. */
async function readNamesakes({ reader, directory }: Connection, queues: readonly QueueReading[]) {
  const deserted = queues.filter(
    ({ workers, counts }) => workers?.length === 0 && counts.waiting + counts.prioritized > 0,
  );
  if (deserted.length === 0) return [];
  const read = new Set(queues.map(({ queue }) => queue));
  const names = new Set(deserted.map(({ queue }) => splitQueue(queue).name));
  const namesakes = directory.queues().filter((queue) => !read.has(queue) && names.has(splitQueue(queue).name));
  return reader.readQueues(namesakes.slice(0, namesakesMax));
}
