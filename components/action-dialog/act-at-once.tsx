"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { ReactNode } from "react";

import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { apiPathOf } from "@/lib/client/links";
import { connKey } from "@/lib/client/queries";
import { tell } from "@/lib/client/tell";
import { refusalText } from "@/lib/contract/action-texts";
import type { ActionOptions } from "@/lib/core/action";

import { actionWords, defaultReason, notDoneText } from "./action-words";
import type { Acting } from "./lazy-action-dialog";
import { tellDone } from "./tell-done";

type Props = Acting & { readonly conn: string; readonly onClose: () => void };

const noOptions: ActionOptions = {};

/** Does what needs no dialog: what it would do is read and compared all the same, and a toast says what came of it. */
export function ActAtOnce({ conn, action, job, options = noOptions, onClose }: Props): ReactNode {
  const queryClient = useQueryClient();
  const isSent = useRef(false);
  useEffect(() => {
    // An effect may run twice in development; an act may not.
    if (isSent.current) return;
    isSent.current = true;
    void actAtOnce(queryClient, conn, { action, job, options }).then(onClose);
  }, [queryClient, conn, action, job, options, onClose]);
  return (
    <p role="status" className="sr-only">
      {actionWords(action).pending}
    </p>
  );
}

async function actAtOnce(queryClient: QueryClient, conn: string, { action, job, options = noOptions }: Acting) {
  const { queue, id } = job;
  try {
    const { outcomes, previewId } = await fetchJson(apiPathOf(conn, "actions/preview"), "preview", {
      method: "POST",
      body: { action, jobs: [{ queue, id }], options },
    });
    const [outcome] = outcomes;
    if (outcome === undefined) throw new Error("A preview of one job has one outcome.");
    if (outcome.refusal !== null)
      return tell({ kind: "failed", text: `Nothing was changed. ${refusalText(outcome.refusal, outcome.denied)}` });
    const { results: [result] = [] } = await fetchJson(apiPathOf(conn, "actions"), "act", {
      method: "POST",
      body: {
        action,
        jobs: [{ queue, id, seen: outcome.seen }],
        previewId,
        reason: defaultReason(action, outcome, null),
        options,
      },
    });
    void queryClient.invalidateQueries({ queryKey: connKey(conn) });
    if (result?.result !== "done") return tell({ kind: "failed", text: notDoneText(result) });
    await tellDone(queryClient, { conn, action, job, outcome, result });
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof TypeError)) throw error;
    const text = error instanceof ApiError ? error.message : "The server can't be reached. See the job's state first.";
    tell({ kind: "failed", text });
  }
}
