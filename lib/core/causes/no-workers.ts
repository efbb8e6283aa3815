import { queueLabel } from "../job-label";
import { isWaiting, nobodyWorks } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { nobodyFact, waitingFact } from "./queue-facts";

export const noWorkers: CauseTest = (input) => {
  const { child, queue } = input;
  if (!isWaiting(child) || queue === null || !nobodyWorks(input)) return null;
  return {
    cause: "no-workers",
    blocked: true,
    headline: `Nobody is working ${queueLabel(child.ref.queue)}.`,
    facts: [nobodyFact(queue), waitingFact(input)],
    actions: ["detach"],
  };
};
