import "server-only";

import type { JobReading } from "@/lib/core/job-reading";
import { toFlowNode } from "@/lib/core/to-flow-node";

import type { Connection } from "./connection";

/** A job as lists show it, its lock judged by what the sampler remembers. */
export function toNode({ watch }: Connection, job: JobReading) {
  return toFlowNode(job, { locks: watch, cause: null });
}
