import { activeAsUsual, activeProgressing, activeWithinLock, hungLockRenewed } from "./active-with-lock";
import { activeNoLockNoWorker, activeNoLockWorkerConnected, stalledRepeatedly } from "./active-without-lock";
import { childLabel, unknown } from "./blocking-child";
import type { BlockingChild, CauseTest, Finding } from "./blocking-child";
import { stateEvidence } from "./evidence";
import {
  childCompletedStillListed,
  childFailedBeforeAttach,
  childFailedNoPolicy,
  childFailedStalledLimit,
  childFailedZombieLock,
  childKeyMissing,
} from "./finished-child";
import {
  childDeferredFailure,
  childDelayed,
  childDelayedOverdue,
  childInNoList,
  childRetryBackoff,
  noWorkers,
  priorityStarved,
  queuePaused,
  rateLimited,
  strandedInPausedList,
  waitingInBacklog,
  workerNotFetching,
  workersOnOtherPrefix,
} from "./waiting-child";

/** The first that recognises its cause is the one. */
const causeTests: readonly CauseTest[] = [
  childKeyMissing,
  childCompletedStillListed,
  childFailedZombieLock,
  childFailedBeforeAttach,
  childFailedStalledLimit,
  childFailedNoPolicy,
  childDelayedOverdue,
  childRetryBackoff,
  childDelayed,
  activeProgressing,
  hungLockRenewed,
  stalledRepeatedly,
  activeWithinLock,
  activeAsUsual,
  activeNoLockNoWorker,
  activeNoLockWorkerConnected,
  childInNoList,
  childDeferredFailure,
  queuePaused,
  strandedInPausedList,
  workersOnOtherPrefix,
  noWorkers,
  workerNotFetching,
  rateLimited,
  priorityStarved,
  waitingInBacklog,
];

/** Why this child is not done yet. Says so plainly where Redis does not tell. */
export function judgeChild(input: BlockingChild): Finding {
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
