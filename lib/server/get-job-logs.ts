import "server-only";

import type { PageQuery } from "@/lib/contract/query-schemas";
import type { JobRef } from "@/lib/core/job-ref";

import { AppError } from "./app-error";
import type { Connection } from "./connection";
import { readOffset } from "./page-cursor";

/** A page of a job's log lines. Logs may outlive their job; no lines and no job is `job-not-found`. */
export async function getJobLogs({ reader }: Connection, job: JobRef, { cursor, limit }: PageQuery) {
  const page = await reader.readLogs(job, { cursor: String(readOffset(cursor)), limit });
  if (page.total === 0) {
    const [reading] = await reader.readJobs([job]);
    if (reading === undefined || reading.state === "missing") throw new AppError("job-not-found");
  }
  return { total: page.total, lines: page.items, cursor: page.cursor };
}
