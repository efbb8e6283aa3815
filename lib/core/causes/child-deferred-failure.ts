import { childLabel, fact, isWaiting, nobodyWorks } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { hashEvidence } from "./evidence";
import { nobodyFact } from "./queue-facts";

export const childDeferredFailure: CauseTest = (input) => {
  const { child, queue } = input;
  if (!isWaiting(child) || child.deferredFailure === null || queue === null || !nobodyWorks(input)) return null;
  return {
    cause: "child-deferred-failure",
    blocked: true,
    headline: `${childLabel(input)} is marked to fail, and no worker is there to do it.`,
    facts: [
      fact(
        `The next worker will fail it: ${child.deferredFailure.slice(0, 200)}`,
        hashEvidence(child, "defa", child.deferredFailure),
      ),
      nobodyFact(queue),
    ],
    actions: ["detach", "remove"],
  };
};
