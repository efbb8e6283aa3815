import type { ActionId } from "./action";
import type { CauseId } from "./cause";
import type { Culprit, Diagnosis } from "./diagnosis";
import type { FlowNode } from "./flow-view";
import { countOf, jobLabel, queueLabel } from "./job-label";
import type { Counts } from "./job-reading";

/** Something an operator can do, best first; `action` is `null` where it can't be done from here. */
export type Advice = { readonly title: string; readonly detail: string; readonly action: ActionId | null };

/** The Why panel's two sentences: how many children the job waits for, and what is the matter with them. */
export function whySentences(diagnosis: Diagnosis, asked: FlowNode | null): readonly string[] {
  if (!diagnosis.blocked) return [diagnosis.headline];
  const name = asked === null ? "The flow" : jobLabel(asked.job);
  const first =
    asked === null || asked.children.unprocessed === 0
      ? null
      : `${name} waits for ${asked.children.unprocessed} of ${countOf(childrenOf(asked.children), "child", "children")}.`;
  const second = diagnosis.total === 1 ? chainSentence(diagnosis.culprits[0]) : summarySentence(diagnosis);
  return first === null ? [second] : [first, second];
}

/** `waits for 1 of 12 children · policy: fail parent`: what stands between a link of the chain and the next. */
export function hopText(node: FlowNode | null): string {
  if (node === null) return "waits for a child";
  const left = `waits for ${node.children.unprocessed} of ${countOf(childrenOf(node.children), "child", "children")}`;
  return node.policy === "none" ? left : `${left} · policy: ${policyWords[node.policy]}`;
}

export const policyWords = {
  none: "none",
  "fail-parent": "fail parent",
  ignore: "ignore",
  remove: "remove",
  continue: "continue parent",
} as const satisfies Record<FlowNode["policy"], string>;

/** What the matter with a culprit is, in two or three words. */
export function causeWords(cause: CauseId): string {
  return words[cause] ?? "holding it up";
}

/** What happens if nobody does anything. */
export function ifNothingIsDone(culprit: Culprit): string {
  const holder = culprit.lock?.holder ?? "its worker";
  const text: Partial<Record<CauseId, string>> = {
    "hung-lock-renewed": `It stays blocked. The lock never expires while ${holder} runs.`,
    "child-failed-no-policy": "It stays blocked. Nothing will retry the failed child by itself.",
    "queue-paused": `It stays blocked until ${queueLabel(culprit.job.queue)} is resumed.`,
    "no-workers": `It stays blocked until a worker runs ${queueLabel(culprit.job.queue)}.`,
    "child-key-missing": "It stays blocked. The job that it waits for is gone for good.",
    "active-no-lock-worker-connected": "Another worker takes the job over, usually within about a minute.",
    "child-retry-backoff": "It goes on by itself: the child runs again at its time.",
    "child-delayed": "It goes on by itself: the child runs at its time.",
    "rate-limited": "It goes on by itself when the limit allows.",
    "active-progressing": "It goes on by itself.",
    "active-as-usual": "It goes on when the job is done.",
    "active-within-lock": "It goes on when the job is done.",
    "waiting-in-backlog": "It goes on when the queue gets to it.",
  };
  return text[culprit.cause] ?? "It stays blocked.";
}

/** What can be done about a culprit, best first, as far as it is known from outside. */
export function adviceFor(culprit: Culprit): readonly Advice[] {
  const advice: Advice[] = [];
  const queue = queueLabel(culprit.job.queue);
  if (culprit.cause === "hung-lock-renewed") {
    const holder = culprit.lock?.holder ?? "its worker";
    advice.push({ title: `Restart ${holder}`, detail: "Its jobs go back in line in about a minute.", action: null });
  }
  if (culprit.cause === "no-workers")
    advice.push({
      title: "Start a worker",
      detail: `Check that one runs ${queue} and points at this Redis.`,
      action: null,
    });
  if (culprit.cause === "queue-paused")
    advice.push({ title: `Resume ${queue}`, detail: "Its waiting jobs go on.", action: "resume-queue" });
  for (const action of culprit.actions) {
    const text = adviceText[action]?.(culprit);
    if (text !== undefined) advice.push({ ...text, action });
  }
  return advice;
}

/** Actions that can be previewed and done from here. */
const adviceText: { readonly [A in ActionId]?: (culprit: Culprit) => Omit<Advice, "action"> } = {
  retry: (culprit) =>
    culprit.state === "failed"
      ? { title: "Retry", detail: "Back to waiting; its parent waits for it again." }
      : { title: "Retry", detail: "Back in line. Work may run twice." },
  fail: () => ({ title: "Fail", detail: "The preview shows what becomes of its parents." }),
};

const words: { readonly [C in CauseId]?: string } = {
  "hung-lock-renewed": "probably stuck",
  "child-failed-no-policy": "failed",
  "child-failed-before-attach": "failed",
  "child-failed-stalled-limit": "failed",
  "child-failed-zombie-lock": "failed",
  "child-key-missing": "gone",
  "child-in-no-list": "lost",
  "queue-paused": "in a paused queue",
  "stranded-in-paused-list": "stranded",
  "no-workers": "without a worker",
  "workers-on-other-prefix": "without a worker",
  "active-no-lock-no-worker": "without a worker",
  "active-no-lock-worker-connected": "without a lock",
  "stalled-repeatedly": "stalling",
  "child-retry-backoff": "waiting for its next try",
  "child-delayed": "delayed",
  "child-delayed-overdue": "overdue",
  "rate-limited": "rate limited",
  "parent-zero-deps": "waiting for nothing",
  "active-progressing": "still running",
  "active-as-usual": "still running",
  "active-within-lock": "just started",
  "waiting-in-backlog": "queued",
};

function chainSentence(culprit: Culprit | undefined): string {
  if (culprit === undefined) return "";
  const label = jobLabel(culprit.job);
  const is = `${label}, which is ${causeWords(culprit.cause)}`;
  if (culprit.cause === "child-failed-no-policy")
    return `It is ${label}, which failed with nothing to tell its parent to move on.`;
  return culprit.chain.length > 2 ? `That child waits for ${is}.` : `It is ${is}.`;
}

function summarySentence(diagnosis: Diagnosis): string {
  const counts = new Map<string, number>();
  for (const { cause } of diagnosis.culprits) counts.set(causeWords(cause), (counts.get(causeWords(cause)) ?? 0) + 1);
  const parts = [...counts].map(([what, count]) => `${count} ${count === 1 ? "is" : "are"} ${what}`);
  return `Of the jobs that hold it up, ${parts.join(", ")}.`;
}

function childrenOf({ processed, unprocessed, ignored, failed }: Counts): number {
  return processed + unprocessed + ignored + failed;
}
