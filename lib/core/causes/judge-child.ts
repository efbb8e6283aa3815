import { activeAsUsual } from "./active-as-usual";
import { activeNoLockNoWorker } from "./active-no-lock-no-worker";
import { activeNoLockWorkerConnected } from "./active-no-lock-worker-connected";
import { activeProgressing } from "./active-progressing";
import { activeWithinLock } from "./active-within-lock";
import { childLabel, unknown } from "./blocking-child";
import type { BlockingChild, CauseTest, Finding } from "./blocking-child";
import { childCompletedStillListed } from "./child-completed-still-listed";
import { childDeferredFailure } from "./child-deferred-failure";
import { childDelayed } from "./child-delayed";
import { childDelayedOverdue } from "./child-delayed-overdue";
import { childFailedBeforeAttach } from "./child-failed-before-attach";
import { childFailedNoPolicy } from "./child-failed-no-policy";
import { childFailedStalledLimit } from "./child-failed-stalled-limit";
import { childFailedZombieLock } from "./child-failed-zombie-lock";
import { childInNoList } from "./child-in-no-list";
import { childKeyMissing } from "./child-key-missing";
import { childRetryBackoff } from "./child-retry-backoff";
import { stateEvidence } from "./evidence";
import { globalConcurrencyMaxed } from "./global-concurrency-maxed";
import { hungLockRenewed } from "./hung-lock-renewed";
import { justFinished } from "./just-finished";
import { noWorkers } from "./no-workers";
import { priorityStarved } from "./priority-starved";
import { queuePaused } from "./queue-paused";
import { rateLimited } from "./rate-limited";
import { stalledRepeatedly } from "./stalled-repeatedly";
import { strandedInPausedList } from "./stranded-in-paused-list";
import { waitingInBacklog } from "./waiting-in-backlog";
import { workerNotFetching } from "./worker-not-fetching";
import { workerSlotsSaturated } from "./worker-slots-saturated";
import { workersOnOtherPrefix } from "./workers-on-other-prefix";

/** The first that recognises its cause is the one. */
const causeTests: readonly CauseTest[] = [
  childKeyMissing,
  childCompletedStillListed,
  childFailedZombieLock,
  childFailedBeforeAttach,
  childFailedStalledLimit,
  childFailedNoPolicy,
  childDelayedOverdue,
  workerNotFetching,
  childRetryBackoff,
  childDelayed,
  activeProgressing,
  hungLockRenewed,
  activeNoLockNoWorker,
  stalledRepeatedly,
  activeWithinLock,
  activeAsUsual,
  activeNoLockWorkerConnected,
  childInNoList,
  childDeferredFailure,
  queuePaused,
  strandedInPausedList,
  workersOnOtherPrefix,
  noWorkers,
  rateLimited,
  globalConcurrencyMaxed,
  workerSlotsSaturated,
  priorityStarved,
  waitingInBacklog,
];

/** Why this child is not done yet; says so plainly where Redis does not tell. `null`: it has just finished. */
export function judgeChild(input: BlockingChild): Finding | null {
  if (justFinished(input)) return null;
  for (const test of causeTests) {
    const finding = test(input);
    if (finding !== null) return finding;
  }
  return {
    cause: "unknown",
    blocked: true,
    headline: "We can't tell why. Here is what we read.",
    facts: [unknown(`${childLabel(input)} is ${input.child.state}.`, stateEvidence(input.child))],
    actions: [],
  };
}
