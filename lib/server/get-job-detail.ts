import "server-only";

import type { JobRef } from "@/lib/core/job-ref";
import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";

import { AppError } from "./app-error";
import type { Connection } from "./connection";
import { toNode } from "./to-node";

/** One job with everything that is stored of it but its payloads. */
export async function getJobDetail(connection: Connection, ref: JobRef) {
  const { reader } = connection;
  const [found, payloads] = await Promise.all([reader.readJobRaw(ref), reader.readPayloads(ref)]);
  if (found === null) throw new AppError("job-not-found");
  const { job, raw, keys, options } = found;
  const node = toNode(connection, job);
  const parsed = options === null ? null : parseBoundedJson(options);
  return {
    ...node,
    damaged: isUnreadable(payloads?.data.text ?? null) ? [...node.damaged, "bad-data-json"] : node.damaged,
    options: parsed?.kind === "parsed" ? parsed.value : options,
    timestamps: { createdAtMs: job.createdAtMs, delayUntilAtMs: job.delayUntilAtMs },
    dependencies: job.children,
    keys,
    raw: Object.fromEntries(raw),
  };
}

/** Only here: lists don't read data. What is over the bound of payloads was not read and counts as readable. */
function isUnreadable(data: string | null): boolean {
  return data !== null && parseBoundedJson(data).kind === "unreadable";
}
