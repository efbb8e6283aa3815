"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ApiError } from "@/lib/client/fetch-json";
import { useAct } from "@/lib/client/mutations";
import { tell } from "@/lib/client/tell";
import type { ActionId, ActionOptions, Outcome } from "@/lib/core/action";
import type { NamedJob } from "@/lib/core/job-ref";

import { notDoneText } from "./action-words";
import { detachToo } from "./detach-too";
import { tellDone } from "./tell-done";

type Input = {
  readonly conn: string;
  readonly action: ActionId;
  readonly job: NamedJob;
  /** What was reviewed. */
  readonly outcome: Outcome | null;
  readonly previewId: string | null;
  readonly reason: string;
  readonly options: ActionOptions;
  /** Failing leaves the parent blocked, and the job is to be taken off it afterwards. */
  readonly thenDetach: boolean;
  readonly onDone: () => void;
  readonly onNotDone: () => void;
};

/** Acts with what was reviewed; tells what a fresh read says then, or why nothing was changed. Nothing is assumed. */
export function useConfirm(input: Input) {
  const { conn, action, job, outcome, previewId, reason, options, thenDetach, onDone, onNotDone } = input;
  const act = useAct(conn);
  const queryClient = useQueryClient();
  const [notice, setNotice] = useState<string | null>(null);
  const confirm = () => {
    if (outcome === null) return;
    setNotice(null);
    act.mutate(
      {
        action,
        jobs: [{ queue: job.queue, id: job.id, seen: outcome.seen }],
        reason: reason.trim(),
        options,
        ...(previewId === null ? {} : { previewId }),
      },
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
