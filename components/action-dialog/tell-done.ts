import type { QueryClient } from "@tanstack/react-query";

import { ApiError } from "@/lib/client/fetch-json";
import { activityHref } from "@/lib/client/links";
import { jobDetailQuery } from "@/lib/client/queries";
import { tell } from "@/lib/client/tell";
import type { ActionId, ActionResult, Outcome } from "@/lib/core/action";
import { sameJob } from "@/lib/core/job-ref";
import type { NamedJob } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";

import { doneText } from "./action-words";

/** Parents whose fresh state stands in the message. */
const parentsMax = 2;

type Done = {
  readonly conn: string;
  readonly action: ActionId;
  readonly job: NamedJob;
  readonly outcome: Outcome;
  readonly result: ActionResult;
};

/** Says what was done, with what a fresh read says of the job and its parents. */
export async function tellDone(queryClient: QueryClient, { conn, action, job, outcome, result }: Done): Promise<void> {
  const parents = outcome.effects.filter((effect) => !sameJob(effect.job, job)).slice(0, parentsMax);
  const states = await Promise.all(
    parents.map(async (parent) => ({ job: parent.job, state: await freshState(queryClient, conn, parent.job) })),
  );
  const known = states.filter((parent): parent is { job: NamedJob; state: State } => parent.state !== null);
  tell({
    kind: "done",
    text: doneText({ action, job, result, parents: known }),
    action: { label: "View in activity", onClick: () => window.location.assign(activityHref(conn)) },
  });
}

/** `null` where it can't be read: the message then says nothing of it. */
async function freshState(queryClient: QueryClient, conn: string, job: NamedJob): Promise<State | null> {
  try {
    return (await queryClient.fetchQuery({ ...jobDetailQuery(conn, job), staleTime: 0 })).state;
  } catch (error) {
    if (error instanceof ApiError && error.code === "job-not-found") return "missing";
    return null;
  }
}
