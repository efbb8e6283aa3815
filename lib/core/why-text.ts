import type { CauseId } from "./cause";
import type { Culprit, Diagnosis } from "./diagnosis";
import type { FlowNode } from "./flow-view";
import { countOf, jobLabel, queueLabel } from "./job-label";
import type { Counts } from "./job-reading";

/**
 * The Why panel's two sentences: how many children the job waits for, and what is the matter with them. Of one that is
 * not blocked, how it ended: who has just failed it must not read only that all is well.
 */
export function whySentences(diagnosis: Diagnosis, asked: FlowNode | null): readonly string[] {
  if (!diagnosis.blocked) return [...leftSentence(asked), diagnosis.headline, ...endSentence(asked)];
  const left = asked?.children.unprocessed ?? 0;
  const second = diagnosis.total === 1 ? chainSentence(diagnosis.culprits[0], left === 1) : summarySentence(diagnosis);
  return [...leftSentence(asked), second];
}

/**
 * The Why panel's question. A parent whose children are at work is not blocked, but its chip says that it waits: it must
 * not read "is not blocked" beside that.
 */
export function whyHeading(diagnosis: Diagnosis, asked: FlowNode | null): string {
  const name = jobLabel(asked?.job ?? { id: diagnosis.job.id, name: null });
  if (diagnosis.blocked) return `Why is ${name} blocked?`;
  return asked?.state === "waiting-children" ? `What does ${name} wait for?` : `${name} is not blocked.`;
}

function leftSentence(asked: FlowNode | null): readonly string[] {
  const left = asked?.children.unprocessed ?? 0;
  if (asked === null || left === 0 || asked.state === "completed" || asked.state === "failed") return [];
  return [
    `It waits for ${left.toLocaleString("en-US")} of ${countOf(childrenOf(asked.children), "child", "children")}.`,
  ];
}

function endSentence(asked: FlowNode | null): readonly string[] {
  if (asked?.state === "completed") return ["It completed."];
  if (asked?.state !== "failed") return [];
  const reason = asked.failedReason?.split("\n", 1)[0]?.trim() ?? "";
  return [reason === "" ? "It failed." : `It failed: ${reason.slice(0, reasonMax)}`];
}

/** Characters of a reason in a sentence; Details has the whole. */
const reasonMax = 200;

/** `waits for 1 of 12 children · policy: fail parent`: what stands between a link of the chain and the next. */
export function hopText(node: FlowNode | null): string {
  if (node === null) return "waits for a child";
  const left = `waits for ${node.children.unprocessed.toLocaleString("en-US")} of ${countOf(childrenOf(node.children), "child", "children")}`;
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

/** `2 are probably stuck`, `1 failed`: so many jobs of one cause, in a sentence. */
function countSentence(what: string, count: number): string {
  if (what === "failed") return `${count} failed`;
  return `${count.toLocaleString("en-US")} ${count === 1 ? "is" : "are"} ${what}`;
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

function chainSentence(culprit: Culprit | undefined, isOnlyChild: boolean): string {
  if (culprit === undefined) return "";
  const label = jobLabel(culprit.job);
  const what = causeWords(culprit.cause);
  const which =
    what === "failed"
      ? `${label}, which failed with nothing to tell its parent to move on`
      : `${label}, which is ${what}`;
  if (culprit.chain.length <= 2) return isOnlyChild ? `It is ${which}.` : `One of them is ${which}.`;
  return isOnlyChild ? `That child waits for ${which}.` : `One of them waits for ${which}.`;
}

/** Two sentences hold the whole story only while the kinds of trouble are few. */
const kindsMax = 4;

function summarySentence(diagnosis: Diagnosis): string {
  const counts = new Map<string, number>();
  for (const { cause } of diagnosis.culprits) counts.set(causeWords(cause), (counts.get(causeWords(cause)) ?? 0) + 1);
  const parts = [...counts].slice(0, kindsMax).map(([what, count]) => countSentence(what, count));
  const others = [...counts]
    .slice(kindsMax)
    .reduce((sum, [, count]) => sum + count, diagnosis.total - diagnosis.culprits.length);
  return `${[...parts, ...(others > 0 ? [countSentence("of other kinds", others)] : [])].join(", ")}.`;
}

function childrenOf({ processed, unprocessed, ignored, failed }: Counts): number {
  return processed + unprocessed + ignored + failed;
}
