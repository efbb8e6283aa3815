import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { apiPathOf } from "@/lib/client/links";
import { refusalText } from "@/lib/contract/action-texts";
import type { JobRef } from "@/lib/core/job-ref";

import { notDoneText } from "./action-words";

/** Takes a job off its parent as it is now, after it was failed. Answers why it was not done; `null`: it was. */
export async function detachToo(conn: string, { queue, id }: JobRef, reason: string): Promise<string | null> {
  try {
    const { outcomes, previewId } = await fetchJson(apiPathOf(conn, "actions/preview"), "preview", {
      method: "POST",
      body: { action: "detach", jobs: [{ queue, id }] },
    });
    const [outcome] = outcomes;
    if (outcome === undefined) return notDetached;
    if (outcome.refusal !== null) return `${notDetached} ${refusalText(outcome.refusal, outcome.denied)}`;
    const { results = [] } = await fetchJson(apiPathOf(conn, "actions"), "act", {
      method: "POST",
      body: { action: "detach", jobs: [{ queue, id, seen: outcome.seen }], previewId, reason },
    });
    return results[0]?.result === "done" ? null : `${notDetached} ${notDoneText(results[0])}`;
  } catch (error) {
    return `${notDetached} ${error instanceof ApiError ? error.message : "The server can't be reached."}`;
  }
}

const notDetached = "It failed, but was not detached from its parent.";
