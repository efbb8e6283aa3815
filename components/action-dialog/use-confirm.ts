"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError } from "@/lib/client/fetch-json";
import { activityHref } from "@/lib/client/links";
import { useAct } from "@/lib/client/mutations";
import { jobDetailQuery } from "@/lib/client/queries";
import { tell } from "@/lib/client/tell";
import type { ActionId, ActionOptions, ActionResult, Outcome } from "@/lib/core/action";
import { sameJob } from "@/lib/core/job-ref";
import type { NamedJob } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";

import { doneText, notDoneText } from "./action-words";
import { detachToo } from "./detach-too";

type Input = {
  readonly conn: string;
  readonly action: ActionId;
  readonly job: NamedJob;
  /** What was reviewed. */
  readonly outcome: Outcome | null;
  readonly reason: string;
  readonly options: ActionOptions;
  /** Failing leaves the parent blocked, and the job is to be taken off it afterwards. */
  readonly thenDetach: boolean;
  readonly onDone: () => void;
  readonly onNotDone: () => void;
};

/** Parents whose fresh state stands in the message. */
const parentsMax = 2;

/** Acts with what was reviewed; tells what a fresh read says then, or why nothing was changed. Nothing is assumed. */
export function useConfirm({ conn, action, job, outcome, reason, options, thenDetach, onDone, onNotDone }: Input) {
  const act = useAct(conn);
  const queryClient = useQueryClient();
  const [notice, setNotice] = useState<string | null>(null);
  const confirm = () => {
    if (outcome === null) return;
    setNotice(null);
    act.mutate(
      { action, jobs: [{ queue: job.queue, id: job.id, seen: outcome.seen }], reason: reason.trim(), options },
      {
        onSuccess: ({ results: [result] = [] }) => {
          if (result?.result === "done") {
            const done = { conn, action, job, outcome, result };
            void (thenDetach ? detachToo(conn, job, reason) : Promise.resolve(null)).then((problem) => {
              if (problem !== null) tell({ kind: "failed", text: problem });
              return tellDone(queryClient, done);
            });
            return onDone();
          }
          setNotice(notDoneText(result));
          onNotDone();
        },
        onError: (failure) =>
          setNotice(
            failure instanceof ApiError
              ? failure.message
              : "The server can't be reached. See the job's state before you try again.",
          ),
      },
    );
  };
  return { confirm, isPending: act.isPending, notice };
}

type Done = {
  readonly conn: string;
  readonly action: ActionId;
  readonly job: NamedJob;
  readonly outcome: Outcome;
  readonly result: ActionResult;
};

async function tellDone(queryClient: QueryClient, { conn, action, job, outcome, result }: Done): Promise<void> {
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
