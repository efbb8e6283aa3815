import "server-only";

import type { ActRequest, JobActor } from "@/lib/actions/job-actor";
import type { FlowReader } from "@/lib/core/flow-reader";
import { sameJob } from "@/lib/core/job-ref";
import type { LockWatch } from "@/lib/core/lock-watch-port";
import { restartAdvice } from "@/lib/core/occupied-slot";
import type { OccupiedSlot } from "@/lib/core/occupied-slot";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import type { SlotLedger } from "./slot-ledger";

type Deps = {
  readonly ledger: Pick<SlotLedger, "note">;
  readonly reader: Pick<FlowReader, "readJobs">;
  readonly watch: Pick<LockWatch, "lastSweep">;
};

type Run = Pick<OccupiedSlot, "job" | "lockId" | "workerId" | "holder" | "action">;

/** An actor that also remembers which run an action took its job from, and tells in the result what to restart. */
export function rememberSlots(actor: JobActor, deps: Deps): JobActor {
  return {
    ...actor,
    act: async (request) => {
      const run = await orNull(readRun(deps, request));
      const result = await actor.act(request);
      if (run === null || result.result !== "done") return result;
      const slots = await orNull(deps.ledger.note(run));
      const advice = restartAdvice(slots ?? []);
      return advice === null ? result : { ...result, advice };
    },
  };
}

/** The run that holds the lock that was seen; `null` where the action leaves no run behind. */
async function readRun({ reader, watch }: Deps, { action, job, seen }: ActRequest): Promise<Run | null> {
  if ((action !== "fail" && action !== "retry") || seen.state !== "active" || seen.lockId === null) return null;
  const { lockId } = seen;
  const swept = watch.lastSweep().locks.find((lock) => lock.lockId === lockId && sameJob(lock.job, job));
  if (swept !== undefined) return { action, job: swept.job, lockId, workerId: swept.workerId, holder: swept.holder };
  const [fresh] = await reader.readJobs([job]);
  if (fresh?.lock?.lockId !== lockId) return null;
  const { name, processedBy: holder } = fresh;
  return { action, job: { queue: job.queue, id: job.id, name }, lockId, workerId: fresh.lock.workerId, holder };
}

/** What is only remembered must not stand in an action's way: the actor itself tells that Redis is away. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isRedisUnavailable(error) || isRedisDenied(error)) return null;
    throw error;
  }
}
