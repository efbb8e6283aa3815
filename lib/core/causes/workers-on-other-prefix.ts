import { queueLabel } from "../job-label";
import { splitQueue } from "../job-ref";
import { fact, isWaiting, nobodyWorks } from "./blocking-child";
import type { CauseTest } from "./blocking-child";
import { workersEvidence } from "./evidence";
import { nobodyFact } from "./queue-facts";

export const workersOnOtherPrefix: CauseTest = (input) => {
  const { child, queue, queues } = input;
  if (!isWaiting(child) || queue === null || !nobodyWorks(input)) return null;
  const { prefix, name } = splitQueue(queue.queue);
  const other = [...queues.values()].find((candidate) => {
    const parts = splitQueue(candidate.queue);
    return (
      parts.name === name && parts.prefix !== prefix && (candidate.workers?.length ?? 0) > 0 && !candidate.everUsed
    );
  });
  if (other === undefined) return null;
  const otherPrefix = splitQueue(other.queue).prefix;
  return {
    cause: "workers-on-other-prefix",
    blocked: true,
    headline: `Nobody is working ${queueLabel(queue.queue)}: its workers look under prefix ${otherPrefix}.`,
    facts: [
      nobodyFact(queue),
      fact(
        `Workers of the same queue name are connected under prefix ${otherPrefix}, where no job was ever added.`,
        workersEvidence(other),
      ),
    ],
    actions: ["detach"],
  };
};
