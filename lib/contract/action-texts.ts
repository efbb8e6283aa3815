import type { RefusalCode } from "@/lib/core/action";

/** Why nothing was changed, in one plain sentence; shared by server and screen. */
export const refusalTexts = {
  "read-only": "Flowlock is read-only here. Start it with FLOWLOCK_WRITE=1 to allow actions.",
  forbidden: "Your role does not allow this.",
  "job-not-found": "This job is not in Redis any more.",
  "wrong-state": "This can't be done in the job's present state.",
  conflict: "It changed since you looked. Nothing was changed.",
  "lock-missing": "Its lock is gone, so there is no run to take it from. Wait for the stalled check.",
  "lock-moved": "Another worker took this job in the meantime. Nothing was changed.",
  "lock-bypass-token": "Its lock was set with BullMQ's bypass token. Flowlock does not act on it.",
  "lock-held": "A worker holds its lock. Fail it, retry it or release its lock first.",
  "child-locked": "A child of it holds a lock. Free that child first, or remove the job without its children.",
  "no-ghost-lock": "No lock is left over here.",
  "not-pending": "Its parent does not wait for it.",
  "parent-required": "It names no parent that waits for it. Say which parent it is to be detached from.",
  "children-pending": "It waits for children. Act on the child that blocks it.",
  "queue-not-paused": "Its queue is not paused.",
  "scheduled-job": "A job scheduler has planned this run. Remove the scheduler instead.",
  "cyclic-flow": "Its flow bites its own tail. BullMQ would remove half of it.",
  "flow-too-large": "Its flow is too deep or too large to be removed in one step: BullMQ would stop half-way.",
  "odd-child-id": "A child's id has a colon, by which BullMQ would remove half of that child.",
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

/** Why nothing was changed, with the command that Redis refuses where that is why. */
export function refusalText(code: RefusalCode, denied?: string): string {
  return denied === undefined ? refusalTexts[code] : `${refusalTexts[code]} (${denied.toUpperCase()})`;
}
