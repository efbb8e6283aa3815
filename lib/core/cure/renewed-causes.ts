import { formatDuration } from "../format-duration";
import { countOf, queueLabel } from "../job-label";
import { jobKey } from "../job-ref";
import { docLinks } from "./doc-links";
import type { CureReading, RootCause } from "./root-cause";
import { workersRead } from "./workers-read";

/** A worker that closes loses its name in Redis and renews the lock for as long as the job runs. */
export function ifClosing({ culprit, queue }: CureReading): readonly RootCause[] {
  if (queue === null || (queue.workers !== null && queue.workers > 0)) return [];
  const name = queueLabel(culprit.job.queue);
  return [
    {
      id: "worker-closing",
      kind: queue.workers === null ? "unknown" : "guess",
      text:
        queue.workers === null
          ? "Its worker may be closing and wait for this job: CLIENT LIST, which would show it, is refused."
          : `Its worker is closing and waits for this job: its lock is renewed, and no worker of ${name} is connected by name.`,
      evidence: [workersRead(culprit.job.queue, queue)],
      remedy: "End that process: close() waits for ever. Then give the job a time limit, and closing too.",
      link: docLinks.shutdown,
    },
  ];
}

export function promiseNeverSettles({ culprit, readAtMs }: CureReading): RootCause {
  const { lock, job } = culprit;
  const times = lock === null ? 1 : Math.max(1, lock.renewals.atLeast, lock.renewals.observed);
  const seen =
    lock === null
      ? ""
      : ` Its lock was renewed at least ${countOf(times, "time")} in ${formatDuration(lock.heldMs)}, without a sign of progress for ${formatDuration(lock.silentMs)}.`;
  return {
    id: "promise-never-settles",
    kind: "guess",
    text: `The processor awaits a promise that never settles, such as a call without a time limit.${seen}`,
    evidence:
      lock === null ? [] : [{ command: "PTTL", key: `${jobKey(job)}:lock`, value: String(lock.ttlMs), readAtMs }],
    remedy: "Give each call, the job and the flow a time limit, and hand the signal to every call.",
    link: docLinks.timeouts,
  };
}

export const sandboxSpins: RootCause = {
  id: "sandbox-spins",
  kind: "unknown",
  text: "If the processor is sandboxed, its process may spin: the worker renews the lock for it all the same, and Redis does not show it.",
  evidence: [],
  remedy:
    "Look for a child process of the worker at full CPU and kill that one: the job fails at once and its slot is free. A time limit inside can't fire while code spins.",
  link: docLinks.sandboxed,
};
