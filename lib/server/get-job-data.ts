import "server-only";

import type { PayloadReading } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";
import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";

import { AppError } from "./app-error";
import type { Connection } from "./connection";

/** A job's payloads: parsed where they are JSON, as text where not, not at all above the bound. */
export async function getJobData({ reader }: Connection, job: JobRef) {
  const payloads = await reader.readPayloads(job);
  if (payloads === null) throw new AppError("job-not-found");
  return {
    data: toPayload(payloads.data),
    returnValue: toPayload(payloads.returnValue),
    options: toPayload(payloads.options),
  };
}

function toPayload({ text, bytes, truncated }: PayloadReading) {
  if (text === null) return { json: null, raw: null, bytes, truncated };
  const parsed = parseBoundedJson(text);
  if (parsed.kind === "parsed") return { json: parsed.value, raw: null, bytes, truncated };
  return { json: null, raw: text, bytes, truncated };
}
