import "server-only";

import type { ActivityEntry } from "@/lib/contract/record-schemas";
import type { ActionId, ActionOptions, ActionResult, Seen } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";
import type { Operation } from "@/lib/core/operation";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import type { Connection } from "../connection";

type SingleAct = {
  readonly action: ActionId;
  readonly job: JobRef;
  readonly seen: Seen;
  readonly reason: string;
  readonly options: ActionOptions;
};

/** Acts on one job and answers what came of it. What Redis does not answer while it is asked may have been done or not. */
export async function actOnOne({ actor }: Pick<Connection, "actor">, request: SingleAct): Promise<ActionResult> {
  try {
    return await actor.act(request);
  } catch (error) {
    if (!isRedisUnavailable(error) && !isRedisDenied(error)) throw error;
    const { state, attemptsStarted: attempts } = request.seen;
    const fate = { state, attempts, finishedAtMs: null };
    const code = isRedisDenied(error) ? "redis-denied" : "unknown-outcome";
    return { job: request.job, result: isRedisDenied(error) ? "refused" : "unknown", code, before: fate, after: fate };
  }
}

type Recorded = Pick<ActionResult, "job" | "result" | "code" | "denied" | "snapshotId"> & {
  /** What was shown before; left out where no preview was named. */
  readonly preview?: ActivityEntry["preview"];
  readonly before: ActionResult["before"] | null;
  readonly after: ActionResult["after"] | null;
};

/** Puts what came of one job into the audit trail. */
export function recordResult(
  { audit, now }: Pick<Connection, "audit" | "now">,
  { id, action, reason, caller }: Pick<Operation, "id" | "action" | "reason" | "caller">,
  { job, result, code, denied, preview = null, before, after, snapshotId }: Recorded,
): void {
  const { queue, id: jobId } = job;
  audit.append({
    atMs: now(),
    ...caller,
    what: action,
    operationId: id,
    job: { queue, id: jobId },
    reason,
    result,
    code,
    ...(denied === undefined ? {} : { denied }),
    preview,
    before,
    after,
    ...(snapshotId === undefined ? {} : { snapshotId }),
  });
}
