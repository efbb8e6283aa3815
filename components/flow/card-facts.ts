import { formatDuration } from "@/lib/core/format-duration";
import type { FlowNode } from "@/lib/core/flow-view";
import { causeIds } from "@/lib/core/cause";
import { queueLabel } from "@/lib/core/job-label";
import { causeWords, policyWords } from "@/lib/core/why-text";

const idCharactersMax = 60;

/** The second row of a card: queue, id and tries, or what matters more at this job. */
export function cardWhere(node: FlowNode): string {
  const { job, attempts, parent, policy, state } = node;
  const parts = [queueLabel(job.queue), `#${job.id.slice(0, idCharactersMax)}`];
  if (node.lock !== null && typeof node.progress === "number") parts.push(`${Math.round(node.progress)}%`);
  else if (state === "waiting-children") {
    if (parent !== null && policy !== "none") parts.push(policyWords[policy]);
  } else if (attempts.max > 1 && state !== "waiting") {
    const verb = state === "failed" ? "tried" : "try";
    parts.push(`${verb} ${Math.max(1, attempts.made + (state === "active" ? 1 : 0))} of ${attempts.max}`);
  }
  return parts.join(" · ");
}

/** The third row of a card without a lock and without children: one fact. */
export function cardFact(node: FlowNode, readAtMs: number): string {
  if (node.damaged.length > 0) return `damaged: ${node.damaged.join(", ")}`;
  const { state } = node;
  if (state === "completed") return tookText(node) ?? "done";
  if (state === "failed") {
    if (node.parent !== null && node.policy === "none")
      return `no failure policy${agoText(node.finishedAtMs, readAtMs)}`;
    return firstLine(node.failedReason) ?? "failed";
  }
  if (state === "missing") return "listed by its parent, key gone";
  if (state === "none") return "in no list of its queue";
  if (state === "active") return "no lock";
  const cause = causeIds.find((id) => id === node.cause);
  return cause === undefined ? stateFacts[state] : causeWords(cause);
}

const stateFacts = {
  waiting: "in line",
  prioritized: "in line by priority",
  delayed: "runs later",
  "waiting-children": "waits for children",
} as const;

/** The one time that says most about a job: held, took, or how many children are left. */
export function cardTime(node: FlowNode): string {
  if (node.lock !== null) return formatDuration(node.lock.heldMs);
  if (node.state === "waiting-children") return `${node.children.unprocessed.toLocaleString("en-US")} left`;
  return tookText(node) === null ? "" : formatDuration(durationOf(node));
}

function tookText(node: FlowNode): string | null {
  return node.processedAtMs === null || node.finishedAtMs === null ? null : `took ${formatDuration(durationOf(node))}`;
}

function durationOf({ processedAtMs, finishedAtMs }: FlowNode): number {
  return (finishedAtMs ?? 0) - (processedAtMs ?? 0);
}

function agoText(atMs: number | null, nowMs: number): string {
  return atMs === null ? "" : ` · ${formatDuration(nowMs - atMs)} ago`;
}

function firstLine(text: string | null): string | null {
  return text?.split("\n", 1)[0]?.trim() || null;
}
