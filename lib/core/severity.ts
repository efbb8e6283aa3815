import type { CauseId, Severity } from "./cause";
import type { Verdict } from "./verdict";

const severityByCause = {
  "hung-lock-renewed": "stuck",
  "global-concurrency-maxed": "stuck",
  "worker-slots-saturated": "stuck",
  "child-failed-no-policy": "dead-end",
  "child-failed-before-attach": "dead-end",
  "child-failed-stalled-limit": "dead-end",
  "child-failed-zombie-lock": "dead-end",
  "child-key-missing": "dead-end",
  "child-completed-still-listed": "dead-end",
  "child-in-no-list": "dead-end",
  "parent-zero-deps": "dead-end",
  "parent-released-with-pending-deps": "dead-end",
  "parent-unsuccessful-child-missing": "dead-end",
  "parent-failed-pending-deps": "dead-end",
  "active-no-lock-worker-connected": "recovering",
  "stalled-repeatedly": "recovering",
  "parent-active-no-lock": "recovering",
  "no-workers": "nobody",
  "workers-on-other-prefix": "nobody",
  "worker-not-fetching": "nobody",
  "child-delayed-overdue": "nobody",
  "child-deferred-failure": "nobody",
  "parent-deferred-failure": "nobody",
  "active-no-lock-no-worker": "nobody",
  "queue-paused": "paused",
  "stranded-in-paused-list": "paused",
  "child-retry-backoff": "limited",
  "child-delayed": "limited",
  "rate-limited": "limited",
  "priority-starved": "slow",
  "waiting-in-backlog": "slow",
  "parent-already-finished": "slow",
  "parent-key-missing": "slow",
  "active-progressing": "slow",
  "active-as-usual": "slow",
  "active-within-lock": "slow",
  "not-blocked": "slow",
  unknown: "slow",
} as const satisfies Record<CauseId, Severity>;

/** How bad a cause is; a job that runs as usual but has been silent too long is a suspect. */
export function severityOf(cause: CauseId, verdict: Verdict | null): Severity {
  if (cause === "active-as-usual" && verdict === "suspect") return "suspect";
  return severityByCause[cause];
}
