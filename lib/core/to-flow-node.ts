import type { FlowNode } from "./flow-view";
import type { JobReading } from "./job-reading";
import type { JsonValue } from "./json-value";
import { limits } from "./limits";
import type { LockBook } from "./lock-watch";

/** A job as lists, graph and outline show it. */
export function toFlowNode(
  job: JobReading,
  { locks, cause }: { readonly locks: LockBook; readonly cause: string | null },
): FlowNode {
  const lock = locks.stateOf(job);
  return {
    job: { ...job.ref, name: job.name },
    parent: job.parent?.ref ?? null,
    state: job.state,
    verdict: lock?.verdict ?? null,
    cause,
    policy: job.parent?.policy ?? "none",
    attempts: job.attempts,
    stalls: job.stalls,
    createdAtMs: job.createdAtMs,
    processedAtMs: job.processedAtMs,
    finishedAtMs: job.finishedAtMs,
    progress: toProgress(job.progress),
    failedReason: job.failedReason,
    processedBy: job.processedBy,
    children: job.children,
    lock,
    damaged: job.damaged,
  };
}

/** BullMQ stores progress as JSON; what is cut or no JSON is shown as its text. */
function toProgress(text: string | null): JsonValue {
  if (text === null) return null;
  if (text.length > limits.textMax) return text;
  try {
    // safe because JSON.parse gives JSON and nothing else
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
