import "server-only";

import type { z } from "zod";

import type { queueJobsQuerySchema } from "@/lib/contract/query-schemas";

import { AppError } from "./app-error";
import type { Connection } from "./connection";
import { readOffset } from "./page-cursor";
import { toNode } from "./to-node";

/** A page of a queue's jobs in one state. */
export async function listJobs(
  connection: Connection,
  queue: string,
  { state, cursor, limit }: z.output<typeof queueJobsQuerySchema>,
) {
  const { reader, directory } = connection;
  const page = await reader.listJobs(queue, { state, cursor: String(readOffset(cursor)), limit });
  if (page.total === 0 && !directory.queues().includes(queue)) await assertExists(connection, queue);
  const readAtMs = await reader.readClockMs();
  const jobs = await reader.readJobs(page.items);
  return {
    readAtMs,
    total: page.total,
    jobs: jobs.map((job) => toNode(connection, job)),
    cursor: page.cursor,
  };
}

/** A `meta` alone is no queue, only what some `new Queue` left behind; before discovery is through it counts as one. */
async function assertExists({ reader, directory }: Connection, queue: string): Promise<void> {
  const [reading] = await reader.readQueues([queue]);
  if (reading !== undefined) {
    const hasJobs = Object.values(reading.counts).some((count) => count > 0);
    if (hasJobs || reading.damaged.length > 0) return;
    if (directory.discovering() && reading.bullmqVersion !== null) return;
  }
  throw new AppError("queue-not-found");
}
