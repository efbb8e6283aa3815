import "server-only";

import type { CheckAnswer } from "@/lib/actions/job-actor";
import type { ActionId, ActionOptions, Outcome } from "@/lib/core/action";
import type { OutcomeInput } from "@/lib/core/build-outcome";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import { buildOutcomesInTurn } from "@/lib/core/outcomes-in-turn";

import type { Connection } from "../connection";
import { mapBounded } from "../map-bounded";

type Asked = { readonly action: ActionId; readonly options: ActionOptions };

const atOnce = 10;

/** What an action would do to each job and its parents, one after the other. */
export async function previewJobs(
  connection: Connection,
  asked: Asked,
  jobs: readonly JobReading[],
): Promise<readonly Outcome[]> {
  const { reader, watch, writable } = connection;
  const ancestors = await readAncestorsOf(connection, asked, jobs);
  const above = [...ancestors.values()].flat();
  const names = new Set([...jobs, ...above].map(({ ref }) => ref.queue));
  const queues = new Map((await reader.readQueues([...names])).map((queue) => [queue.queue, queue]));
  const checks = await mapBounded(jobs, atOnce, ({ ref }) => connection.actor.check({ ...asked, job: ref }));
  const inputs = jobs.map((target, index): OutcomeInput => {
    const parent = parentOf(asked, target);
    const check: CheckAnswer | undefined = checks[index];
    return {
      ...asked,
      target,
      ancestors: parent === null ? [] : (ancestors.get(jobKey(parent)) ?? []),
      lock: watch.stateOf(target),
      queues,
      writable,
      ...(check === undefined ? {} : { ...check, checked: check }),
    };
  });
  return buildOutcomesInTurn(inputs);
}

/** From each parent upward, nearest first; empty where it is gone. */
async function readAncestorsOf({ reader }: Connection, asked: Asked, jobs: readonly JobReading[]) {
  const parents = new Map<JobKey, JobRef>();
  for (const job of jobs) {
    const parent = parentOf(asked, job);
    if (parent !== null) parents.set(jobKey(parent), parent);
  }
  const chains = await mapBounded([...parents], atOnce, async ([key, parent]) => {
    const { chain } = await reader.readAncestors(parent);
    const gone = chain.at(-1)?.state === "missing";
    return [key, gone ? [] : chain.toReversed()] as const;
  });
  return new Map(chains);
}

function parentOf({ action, options }: Asked, job: JobReading): JobRef | null {
  if (action === "detach" && options.parent !== undefined) return options.parent;
  return job.parent?.ref ?? null;
}
