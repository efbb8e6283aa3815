import { queueLabel } from "../job-label";
import { fact, isWaiting } from "./blocking-child";
import { hashEvidence, stateEvidence } from "./evidence";
import { firstLine } from "./failed-fact";
import { isMoving } from "./is-moving";
import { labelOf } from "./judged-parent";
import type { ParentTest } from "./judged-parent";
import { versionFacts } from "./version-facts";

/** A child's failure has marked it; the next worker that takes it fails it. */
export const parentDeferredFailure: ParentTest = (input) => {
  const { parent, queue, heldInQueue } = input;
  const { processed, unprocessed, ignored, failed } = parent.children;
  if (!isWaiting(parent) || parent.deferredFailure === null) return null;
  if (processed + unprocessed + ignored + failed === 0) return null;
  // A line that moves comes to it within moments.
  if (isMoving({ queue, heldInQueue, isDelayed: false })) return null;
  return {
    cause: "parent-deferred-failure",
    blocked: true,
    headline: `${labelOf(input)} will fail as soon as a worker of ${queueLabel(parent.ref.queue)} picks it up.`,
    facts: [
      fact(
        `The failure is set already: ${firstLine(parent.deferredFailure)}`,
        hashEvidence(parent, "defa", parent.deferredFailure),
      ),
      fact("It waits in line.", stateEvidence(parent)),
      ...versionFacts(queue, "ignores-deferred-failure"),
    ],
    actions: queue?.paused === true ? ["resume-queue", "remove"] : ["remove"],
  };
};
