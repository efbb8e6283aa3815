import type { FlowNode, GroupBucket } from "./flow-view";

/** What a node is folded by: its verdict where it is a problem, a dead end, else its state. */
export function bucketOf(node: FlowNode): GroupBucket {
  if (node.verdict !== null && node.verdict !== "normal") return node.verdict;
  if (node.state === "failed" && node.cause !== null) return "dead-end";
  return node.state;
}

/** Worst first; `null`: no problem. */
export function problemRank(node: FlowNode): number | null {
  const rank = problemBuckets.indexOf(bucketOf(node));
  if (rank >= 0) return rank;
  return node.cause !== null && !quietCauses.has(node.cause) ? problemBuckets.length : null;
}

/** Worst first. */
export const problemBuckets: readonly GroupBucket[] = [
  "probably-stuck",
  "dead-end",
  "suspect",
  "lock-lost",
  "failed",
  "missing",
  "none",
];

/** Causes of a job that is merely being waited for. */
const quietCauses = new Set(["active-progressing", "active-as-usual", "active-within-lock", "waiting-in-backlog"]);
