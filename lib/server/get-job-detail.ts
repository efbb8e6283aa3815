import "server-only";

import type { JobRef } from "@/lib/core/job-ref";
import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";

import { AppError } from "./app-error";
import type { Connection } from "./connection";
import { toNode } from "./to-node";

/** One job with everything that is stored of it but its payloads. */
export async function getJobDetail(connection: Connection, ref: JobRef) {
  const found = await connection.reader.readJobRaw(ref);
  if (found === null) throw new AppError("job-not-found");
  const { job, raw, keys, options } = found;
  const parsed = options === null ? null : parseBoundedJson(options);
  return {
    ...toNode(connection, job),
    options: parsed?.kind === "parsed" ? parsed.value : options,
    timestamps: { createdAtMs: job.createdAtMs, delayUntilAtMs: job.delayUntilAtMs },
    dependencies: job.children,
    keys,
    raw: Object.fromEntries(raw),
  };
}
