import { bullmqBugs, hasBug } from "../bullmq-bugs";
import { docLinks } from "./doc-links";
import type { CureReading, RootCause } from "./root-cause";

const ids = {
  "renews-after-end": "version-renews-after-end",
  "parent-loses-lock": "version-loses-parent-lock",
} as const;

/** That the queue's BullMQ has a known fault; "we can't tell" where its version is not known, nothing where it is mended. */
export function versionCause(reading: CureReading, bug: keyof typeof ids): readonly RootCause[] {
  const { queue, culprit } = reading;
  if (queue === null) return [];
  const has = hasBug(queue.bullmqVersion, bug);
  if (has === false) return [];
  const { what, mendedIn } = bullmqBugs[bug];
  const value = queue.bullmqVersion === null ? "(none)" : `bullmq:${queue.bullmqVersion}`;
  return [
    {
      id: ids[bug],
      kind: has === null ? "unknown" : "guess",
      text:
        has === null
          ? `Its queue does not tell its BullMQ version; before ${mendedIn} BullMQ ${what}.`
          : `Its queue's BullMQ is ${queue.bullmqVersion}, which ${what}.`,
      evidence: [{ command: "HGET version", key: `${culprit.job.queue}:meta`, value, readAtMs: queue.readAtMs }],
      remedy: `Upgrade bullmq to ${mendedIn} or later in every process that works this queue.`,
      link: docLinks.renewalBug,
    },
  ];
}
