import { refusalText } from "@/lib/contract/action-texts";
import type { ActionId, ActionResult, Outcome } from "@/lib/core/action";
import { formatDuration } from "@/lib/core/format-duration";
import { jobLabel, queueLabel } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";
import type { LockState } from "@/lib/core/lock-state";

export type ActionWords = {
  /** In a menu or beside a preview's button. */
  readonly verb: string;
  readonly pending: string;
  /** On the button that does it. */
  readonly button: string;
  readonly title: (job: NamedJob) => string;
};

const words: { readonly [A in ActionId]: ActionWords } = {
  fail: wordsOf("Fail", "Failing…"),
  retry: wordsOf("Retry", "Retrying…"),
  "put-back": {
    verb: "Put back in line",
    pending: "Putting back…",
    button: "Put back in line",
    title: (job) => `Put ${jobLabel(job)} back in line?`,
  },
  "release-lock": {
    verb: "Release lock",
    pending: "Releasing…",
    button: "Release lock",
    title: (job) => `Release lock of ${jobLabel(job)}?`,
  },
  "clear-ghost-lock": {
    verb: "Clear leftover lock",
    pending: "Clearing…",
    button: "Clear lock",
    title: (job) => `Clear the leftover lock of ${jobLabel(job)}?`,
  },
  detach: {
    verb: "Detach from parent",
    pending: "Detaching…",
    button: "Detach job",
    title: (job) => `Detach ${jobLabel(job)} from its parent?`,
  },
  "release-parent": wordsOf("Release", "Releasing…"),
  promote: wordsOf("Promote", "Promoting…"),
  remove: wordsOf("Remove", "Removing…"),
  "run-again": {
    verb: "Run again",
    pending: "Putting in line…",
    button: "Run again",
    title: (job) => `Run ${jobLabel(job)} again?`,
  },
  "resume-queue": {
    verb: "Resume queue",
    pending: "Resuming…",
    button: "Resume queue",
    title: (job) => `Resume ${queueLabel(job.queue)}?`,
  },
};

/** What an action is called in menus, titles and on buttons. */
export function actionWords(action: ActionId): ActionWords {
  return words[action];
}

function wordsOf(verb: string, pending: string): ActionWords {
  return { verb, pending, button: `${verb} job`, title: (job) => `${verb} ${jobLabel(job)}?` };
}

type HeldLock = Pick<LockState, "heldMs" | "lastSignAtMs" | "verdict">;

/** A reason made of what is known, for the audit trail; the operator can change it. */
export function defaultReason(action: ActionId, outcome: Outcome, lock: HeldLock | null): string {
  const plain = plainReasons[action];
  if (plain !== undefined) return plain;
  if (outcome.seen.state === "failed") return action === "retry" ? "Failed, and its parent waits for it" : "Failed";
  if (lock === null) return "No lock, no sign of progress";
  const silence =
    lock.lastSignAtMs === null
      ? ", no sign of progress"
      : `, no progress since ${new Date(lock.lastSignAtMs).toISOString().slice(11, 16)} UTC`;
  const start = lock.verdict === "probably-stuck" ? "Stuck for" : "Held for";
  return `${start} ${formatDuration(lock.heldMs)}${silence}`;
}

const plainReasons: { readonly [A in ActionId]?: string } = {
  "put-back": "Nobody holds it",
  "clear-ghost-lock": "Its old run still holds the lock",
  detach: "Its parent is to go on without it",
  "release-parent": "It waits for nothing",
  promote: "It is to run now",
  remove: "It is not needed any more",
  "run-again": "It is to run once more",
  "resume-queue": "The queue is to go on",
};

export type DoneAct = {
  readonly action: ActionId;
  readonly job: NamedJob;
  readonly result: ActionResult;
  readonly parents: readonly { readonly job: NamedJob; readonly state: State }[];
};

/** What was done, with what a fresh read says of the job and of its parents, and which worker to restart. */
export function doneText({ action, job, result, parents }: DoneAct): string {
  return [
    ownText(action, job, result.after.state),
    ...parents.map(parentText),
    ...(result.advice === undefined ? [] : [result.advice]),
  ].join(" ");
}

/** Of a parent that waits as before nothing is "now": the act let it stay as it was. */
function parentText({ job, state }: DoneAct["parents"][number]): string {
  return state === "waiting-children" ? `${jobLabel(job)} stays blocked.` : `${jobLabel(job)} is now ${state}.`;
}

function ownText(action: ActionId, job: NamedJob, state: State): string {
  const label = jobLabel(job);
  if (action === "remove") return `${label} is removed.`;
  if (action === "detach") return `${label} is detached.`;
  if (action === "release-lock" || action === "clear-ghost-lock") return `The lock of ${label} is gone.`;
  if (action === "resume-queue") return `${queueLabel(job.queue)} is resumed.`;
  return state === "missing" ? `${label} is done with and its data deleted.` : `${label} ${stateText(state)}.`;
}

/** Why nothing was done, or that it is not known, with the state that a fresh read found. */
export function notDoneText(result: ActionResult | undefined): string {
  if (result === undefined) return "The server gave no result. See the job's state before you try again.";
  const reason =
    result.code === null ? "" : refusalText(result.code, result.denied).replace(/ Nothing was changed\.$/, "");
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
