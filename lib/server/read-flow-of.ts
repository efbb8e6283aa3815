import "server-only";

import type { FlowReading } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";
import type { QueueReading } from "@/lib/core/queue-reading";

import { AppError } from "./app-error";
import { readCacheMs } from "./connection";
import type { Connection } from "./connection";
import { mergeReadings } from "./triage/merge-readings";
import { lookForCulprits } from "./triage/look-for-culprits";

export type FlowOf = {
  readonly reading: FlowReading;
  readonly queues: ReadonlyMap<string, QueueReading>;
};

/** The whole flow that a job belongs to, read from its true root; what bounds cut is filled with what triage found of it. */
export async function readFlowOf(
  connection: Connection,
  job: JobRef,
  notFound: "flow-not-found" | "job-not-found",
): Promise<FlowOf> {
  const { cache, reader } = connection;
  const { chain } = await reader.readAncestors(job);
  const requested = chain.at(-1);
  const root = chain[0];
  if (requested === undefined || root === undefined || requested.state === "missing") throw new AppError(notFound);
  return cache.read(`flow ${JSON.stringify([root.ref.queue, root.ref.id])}`, readCacheMs, () =>
    readWhole(connection, root.ref),
  );
}

async function readWhole(connection: Connection, root: JobRef): Promise<FlowOf> {
  const whole = await connection.reader.readFlow(root);
  const reading =
    whole.cut.size === 0 ? whole : mergeReadings(whole, (await lookForCulprits(connection)).gathering.forest);
  const names = new Set([...reading.jobs.values()].map((read) => read.ref.queue));
  const queues = await connection.reader.readQueues([...names]);
  return { reading, queues: new Map(queues.map((queue) => [queue.queue, queue])) };
}
