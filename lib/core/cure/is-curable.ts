import type { CauseId } from "../cause";
import type { Culprit } from "../diagnosis";

/** Causes of a blocked parent behind which a lock ran out. */
export const lostLockCauses: ReadonlySet<CauseId> = new Set([
  "active-no-lock-worker-connected",
  "active-no-lock-no-worker",
  "stalled-repeatedly",
  "child-failed-stalled-limit",
] satisfies CauseId[]);

/** Whether the code of a worker may be at fault, so that `findCure` has something to say. */
export function isCurable({ cause, lock }: Pick<Culprit, "cause" | "lock">): boolean {
  if (lostLockCauses.has(cause) || cause === "parent-active-no-lock") return true;
  return lock?.verdict === "probably-stuck" || cause === "child-failed-zombie-lock";
}
