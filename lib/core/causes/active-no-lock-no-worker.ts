import { childLabel, fact, nobodyWorks } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { lockEvidence } from "./evidence";
import { nobodyFact } from "./queue-facts";

export const activeNoLockNoWorker: CauseTest = (input) => {
  const { child, queue } = input;
  if (child.state !== "active" || child.lock !== null || queue === null || !nobodyWorks(input)) return null;
  return {
    cause: "active-no-lock-no-worker",
    blocked: true,
    headline: `${childLabel(input)}'s worker died and nobody checks for stalled jobs.`,
    facts: [fact("Its lock is gone.", ...lockEvidence(child)), nobodyFact(queue)],
    actions: ["put-back", "fail"],
  };
};
