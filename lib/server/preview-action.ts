import "server-only";

import type { CheckAnswer } from "@/lib/actions/job-actor";
import type { PreviewRequest } from "@/lib/contract/action-requests";
import type { ActionId, ActionOptions, Outcome, WarningCode } from "@/lib/core/action";
import { buildOutcome } from "@/lib/core/build-outcome";
import { readUpward } from "@/lib/core/read-upward";
import type { JobRef } from "@/lib/core/job-ref";
import { sumOutcomes } from "@/lib/core/sum-outcomes";

import { actionJobsMax, invalidField } from "./action-request";
import type { Connection } from "./connection";
import { mapBounded } from "./map-bounded";

const atOnce = 5;

/** What an action would do to each job and its parents. Changes nothing, and says so too where acting is not allowed. */
export async function previewAction(connection: Connection, { action, jobs, filter, options = {} }: PreviewRequest) {
  if (filter !== undefined)
    throw invalidField("body.filter", "Jobs can't be chosen by a filter yet. Name them in jobs.");
  if (jobs === undefined) throw invalidField("body.jobs", "Name the jobs.");
  if (jobs.length > actionJobsMax) throw invalidField("body.jobs", `At most ${actionJobsMax} jobs at once.`);
  const outcomes = await mapBounded(jobs, atOnce, (job) => previewJob(connection, { action, job, options }));
  const seen = outcomes.map((outcome) => ({ queue: outcome.job.queue, id: outcome.job.id, seen: outcome.seen }));
  const { previewId, lastsMs } = connection.previews.remember({ action, jobs: seen, options });
  const nowMs = await connection.reader.readClockMs();
  return { previewId, expiresAtMs: nowMs + lastsMs, outcomes, totals: sumOutcomes(outcomes), truncated: false };
}

type JobAction = { readonly action: ActionId; readonly job: JobRef; readonly options: ActionOptions };

async function previewJob(connection: Connection, { action, job, options }: JobAction): Promise<Outcome> {
  const { reader, watch, actor, writable } = connection;
  const { target, ancestors } = await readUpward(reader, { action, job, options });
  const names = new Set([target, ...ancestors].map(({ ref }) => ref.queue));
  const queues = new Map((await reader.readQueues([...names])).map((queue) => [queue.queue, queue]));
  const check = await actor.check({ action, job, options });
  const lock = watch.stateOf(target);
  return withCheck(buildOutcome({ action, target, ancestors, lock, queues, options, writable, ...check }), check);
}

/** What only the keys and rights in Redis can tell, right before acting. */
function withCheck(outcome: Outcome, { refusal, denied, aclNotChecked }: CheckAnswer): Outcome {
  const warnings: readonly WarningCode[] = aclNotChecked ? [...outcome.warnings, "acl-not-checked"] : outcome.warnings;
  const refused = outcome.refusal ?? refusal;
  return {
    ...outcome,
    warnings,
    allowed: refused === null,
    refusal: refused,
    ...(refused === "redis-denied" && denied !== null ? { denied } : {}),
  };
}
