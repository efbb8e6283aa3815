import type { RefusalCode } from "@/lib/core/action";

/** Why nothing was changed, in one plain sentence; shared by server and screen. */
export const refusalTexts = {
  "read-only": "Flowlock is read-only here. Start it with FLOWLOCK_WRITE=1 to allow actions.",
  forbidden: "Your role does not allow this.",
  "not-implemented": "This action is not available yet.",
  "job-not-found": "This job is not in Redis any more.",
  "wrong-state": "This can't be done in the job's present state.",
  conflict: "It changed since you looked. Nothing was changed.",
  "lock-missing": "Its lock is gone, so there is no run to take it from. Wait for the stalled check.",
  "lock-moved": "Another worker took this job in the meantime. Nothing was changed.",
  "lock-bypass-token": "Its lock was set with BullMQ's bypass token. Flowlock does not act on it.",
  "bad-parent-json": "Its parent data can't be read. Acting on it would lose the job.",
  "bad-opts-json": "Its options can't be read. Acting on it would lose the job.",
  "parent-mismatch": "Its two parent fields disagree. Acting on it could harm another flow.",
  "wrong-type": "A key of this queue has the wrong type. Acting on it would lose the job.",
  "redis-denied": "Redis does not let Flowlock's user run what this needs.",
  "redis-readonly": "This Redis is a read-only replica. Nothing was changed.",
  "redis-out-of-memory": "Redis is out of memory. Nothing was changed.",
  "redis-unavailable": "Redis can't take the command just now. Nothing was changed.",
  "fleet-too-old": "Workers older than BullMQ 5.49.2 would complete its parent instead of failing it.",
  "queue-paused-v5": "This BullMQ 5 queue is paused; a job put back now would be lost. Resume the queue first.",
  "finished-first": "The worker finished it first. Nothing was changed.",
  "unknown-outcome": "Redis did not answer in time. We can't tell whether it was done; see the fresh state.",
} as const satisfies Record<RefusalCode, string>;
