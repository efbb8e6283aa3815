import type { Finding } from "./blocking-child";
import { unknown } from "./blocking-child";
import { labelOf, pendingFact } from "./judged-parent";
import type { JudgedParent, ParentTest } from "./judged-parent";
import { parentActiveNoLock } from "./parent-active-no-lock";
import { parentAlreadyFinished } from "./parent-already-finished";
import { parentDeferredFailure } from "./parent-deferred-failure";
import { parentFailedPendingDeps } from "./parent-failed-pending-deps";
import { parentReleasedWithPendingDeps } from "./parent-released-with-pending-deps";
import { parentUnsuccessfulChildMissing } from "./parent-unsuccessful-child-missing";
import { parentZeroDeps } from "./parent-zero-deps";

const parentTests: readonly ParentTest[] = [
  parentZeroDeps,
  parentDeferredFailure,
  parentReleasedWithPendingDeps,
  parentUnsuccessfulChildMissing,
  parentFailedPendingDeps,
  parentActiveNoLock,
  parentAlreadyFinished,
];

/** What is the matter with a parent itself; `null` where its children are what it waits for, or nothing is wrong. */
export function judgeParent(input: JudgedParent): Finding | null {
  for (const test of parentTests) {
    const finding = test(input);
    if (finding !== null) return finding;
  }
  return waitsForUnread(input);
}

/** It waits, and bounds left out every child that it waits for: nothing can be said, least of all that all is well. */
function waitsForUnread(input: JudgedParent): Finding | null {
  const { parent, children, isCut } = input;
  // Children that were not left out have ended since their parent was read.
  if (parent.state !== "waiting-children" || !isCut) return null;
  if (children.some(({ edge, job }) => edge.bucket === "unprocessed" && job !== undefined)) return null;
  return {
    cause: "unknown",
    blocked: true,
    headline: "We can't tell why. Here is what we read.",
    facts: [pendingFact(input), unknown(`We did not read the children that ${labelOf(input)} waits for.`)],
    actions: [],
  };
}
