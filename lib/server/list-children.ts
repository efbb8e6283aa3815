import "server-only";

import type { z } from "zod";

import type { childrenQuerySchema } from "@/lib/contract/query-schemas";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";

import { AppError } from "./app-error";
import type { Connection } from "./connection";
import { readChildrenCursor } from "./page-cursor";
import { toNode } from "./to-node";

/** Pages looked through for children of one state before a short page is answered. */
const pagesPerCall = 10;

/** A page of a parent's direct children, problems first; with `state` only those in it. */
export async function listChildren(
  connection: Connection,
  parent: JobRef,
  { state, cursor, limit }: z.output<typeof childrenQuerySchema>,
) {
  const { reader } = connection;
  const [reading] = await reader.readJobs([parent]);
  if (reading === undefined || reading.state === "missing") throw new AppError("job-not-found");
  const found: JobReading[] = [];
  let next = readChildrenCursor(cursor);
  let total = 0;
  for (let page = 0; page < pagesPerCall; page += 1) {
    const children = await reader.listChildren(parent, {
      cursor: next,
      limit: limit - found.length,
    });
    const jobs = await readChildren(connection, children.items);
    found.push(...(state === undefined ? jobs : jobs.filter((job) => job.state === state)));
    total = children.total;
    next = children.cursor;
    if (next === null || state === undefined || found.length >= limit) break;
  }
  return {
    readAtMs: reading.readAtMs,
    total,
    children: found.map((job) => toNode(connection, job)),
    cursor: next,
  };
}

type Edge = Awaited<ReturnType<Connection["reader"]["listChildren"]>>["items"][number];

/** A completed child whose hash was removed (removeOnComplete) is still a completed child of its parent. */
async function readChildren({ reader }: Connection, edges: readonly Edge[]): Promise<readonly JobReading[]> {
  const buckets = new Map(edges.map(({ ref, bucket }) => [jobKey(ref), bucket]));
  const jobs = await reader.readJobs(edges.map(({ ref }) => ref));
  return jobs.map((job) =>
    job.state === "missing" && buckets.get(jobKey(job.ref)) === "processed" ? { ...job, state: "completed" } : job,
  );
}
