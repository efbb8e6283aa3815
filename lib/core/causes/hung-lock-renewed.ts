import type { Fact } from "../diagnosis";
import { formatDuration } from "../format-duration";
import { countOf, queueLabel } from "../job-label";
import { childLabel, fact, guess, unknown } from "./blocking-child";
import type { BlockingChild, CauseTest } from "./blocking-child";
import { lockEvidence, workersEvidence } from "./evidence";
import { actionsOnHeld, heldFacts, holderOf, silenceFact } from "./held-lock-facts";
import { versionFacts } from "./version-facts";

/** The verdict is `probably-stuck`: a renewed lock and a long silence. */
export const hungLockRenewed: CauseTest = (input) => {
  const { child, lock } = input;
  if (lock === null || child.lock === null || lock.verdict !== "probably-stuck") return null;
  const times = Math.max(1, lock.renewals.atLeast, lock.renewals.observed);
  return {
    cause: "hung-lock-renewed",
    blocked: true,
    headline: `A live worker has renewed the lock of ${childLabel(input)} at least ${countOf(times, "time")} in ${formatDuration(lock.heldMs)} without a sign of progress; its processor probably never settles.`,
    facts: [
      ...heldFacts(input, lock),
      fact(
        `${holderOf(lock)} renewed the lock: the process is alive. The lock runs for another ${formatDuration(child.lock.ttlMs)}.`,
        ...lockEvidence(child),
      ),
      silenceFact(input, lock),
      ...closingWorker(input),
      ...versionFacts(input.queue, "renews-after-end"),
      guess("The processor awaits a promise that never settles, or a sandboxed process that spins."),
    ],
    actions: actionsOnHeld(input),
  };
};

function closingWorker({ queue, child }: BlockingChild): readonly Fact[] {
  if (queue === null) return [];
  if (queue.workers === null)
    return [unknown("We can't tell whether its worker is connected: CLIENT LIST is refused.", workersEvidence(queue))];
  if (queue.workers.length > 0) return [];
  return [
    guess(
      `No worker of ${queueLabel(child.ref.queue)} is connected by name while the lock is renewed: it is probably closing and waits for this job.`,
      workersEvidence(queue),
    ),
  ];
}
