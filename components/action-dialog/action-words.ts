import { refusalTexts } from "@/lib/contract/action-texts";
import type { ActionId, ActionResult, Outcome } from "@/lib/core/action";
import { formatDuration } from "@/lib/core/format-duration";
import { jobLabel } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";
import type { LockState } from "@/lib/core/lock-state";

export type ActionWords = { readonly verb: string; readonly pending: string };

const words: { readonly [A in ActionId]?: ActionWords } = {
  fail: { verb: "Fail", pending: "Failing…" },
  retry: { verb: "Retry", pending: "Retrying…" },
};

/** The verb of an action on buttons and in titles. */
export function actionWords(action: ActionId): ActionWords {
  const verb = action.replaceAll("-", " ");
  return words[action] ?? { verb: verb[0]?.toUpperCase() + verb.slice(1), pending: "Working…" };
}

type HeldLock = Pick<LockState, "heldMs" | "lastSignAtMs" | "verdict">;

/** A reason made of what is known, for the audit trail; the operator can change it. */
export function defaultReason(action: ActionId, outcome: Outcome, lock: HeldLock | null): string {
  if (outcome.seen.state === "failed") return action === "retry" ? "Failed, and its parent waits for it" : "Failed";
  if (lock === null) return "No lock, no sign of progress";
  const silence =
    lock.lastSignAtMs === null
      ? ", no sign of progress"
      : `, no progress since ${new Date(lock.lastSignAtMs).toISOString().slice(11, 16)} UTC`;
  const start = lock.verdict === "probably-stuck" ? "Stuck for" : "Held for";
  return `${start} ${formatDuration(lock.heldMs)}${silence}`;
}

/** What was done, with what a fresh read says of the job and of its parents. */
export function doneText(
  job: NamedJob,
  result: ActionResult,
  parents: readonly { readonly job: NamedJob; readonly state: State }[],
): string {
  const { state } = result.after;
  const own =
    state === "missing"
      ? `${jobLabel(job)} is done with and its data deleted.`
      : `${jobLabel(job)} ${stateText(state)}.`;
  return [own, ...parents.map((parent) => `${jobLabel(parent.job)} is now ${parent.state}.`)].join(" ");
}

/** Why nothing was done, or that it is not known, with the state that a fresh read found. */
export function notDoneText(result: ActionResult | undefined): string {
  if (result === undefined) return "The server gave no result. See the job's state before you try again.";
  const reason = result.code === null ? "" : refusalTexts[result.code].replace(/ Nothing was changed\.$/, "");
  const now = `The job is ${result.after.state} now.`;
  if (result.result === "unknown")
    return [reason === "" ? "We can't tell whether it was done." : reason, now].join(" ");
  return ["Nothing was changed.", reason, now].filter((part) => part !== "").join(" ");
}

function stateText(state: State): string {
  if (state === "failed") return "failed";
  if (state === "waiting" || state === "prioritized" || state === "delayed") return `is back in line (${state})`;
  return `is now ${state}`;
}
