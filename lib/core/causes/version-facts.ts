import { bullmqBugs, hasBug } from "../bullmq-bugs";
import type { BullmqBug } from "../bullmq-bugs";
import type { Fact } from "../diagnosis";
import type { QueueReading } from "../queue-reading";
import { guess } from "./blocking-child";
import { queueEvidence } from "./evidence";

/**
 * That an old BullMQ explains what is seen. A guess, because `meta` tells the version of the last `Queue` that was
 * constructed, and workers may run another. Nothing where the version is not known or does not have the fault.
 */
export function versionFacts(queue: QueueReading | null, bug: BullmqBug): readonly Fact[] {
  if (queue === null || queue.bullmqVersion === null || hasBug(queue.bullmqVersion, bug) !== true) return [];
  const { what, mendedIn } = bullmqBugs[bug];
  return [
    guess(
      `Its queue's BullMQ is ${queue.bullmqVersion}, which ${what}. Upgrade to ${mendedIn} or later.`,
      queueEvidence(queue, "meta", "HGET version", `bullmq:${queue.bullmqVersion}`),
    ),
  ];
}
