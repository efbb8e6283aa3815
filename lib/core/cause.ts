/** Why a parent is blocked. The ids are part of the public API. */
export const causeIds = [
  "hung-lock-renewed",
  "active-no-lock-no-worker",
  "active-no-lock-worker-connected",
  "stalled-repeatedly",
  "child-failed-no-policy",
  "child-failed-before-attach",
  "child-failed-stalled-limit",
  "child-failed-zombie-lock",
  "child-retry-backoff",
  "child-delayed",
  "child-delayed-overdue",
  "child-deferred-failure",
  "child-key-missing",
  "child-completed-still-listed",
  "child-in-no-list",
  "queue-paused",
  "stranded-in-paused-list",
  "no-workers",
  "workers-on-other-prefix",
  "worker-not-fetching",
  "rate-limited",
  "global-concurrency-maxed",
  "worker-slots-saturated",
  "priority-starved",
  "waiting-in-backlog",
  "parent-zero-deps",
  "parent-released-with-pending-deps",
  "parent-deferred-failure",
  "parent-unsuccessful-child-missing",
  "parent-failed-pending-deps",
  "parent-active-no-lock",
  "parent-key-missing",
  "parent-already-finished",
  "active-progressing",
  "active-as-usual",
  "active-within-lock",
  "not-blocked",
  "unknown",
] as const;

export type CauseId = (typeof causeIds)[number];

/** How bad a culprit is, worst first: the order of Triage's sections. */
export const severities = [
  "stuck",
  "suspect",
  "dead-end",
  "recovering",
  "nobody",
  "paused",
  "limited",
  "slow",
] as const;

export type Severity = (typeof severities)[number];
