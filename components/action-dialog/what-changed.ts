import type { Outcome } from "@/lib/core/action";

/**
 * What is no longer as the operator reviewed it, in one sentence; `null`: nothing that matters. The job's own state and
 * lock count, and the fate of every parent; texts whose numbers only run on do not.
 */
export function whatChanged(reviewed: Outcome, latest: Outcome, holder: string | null): string | null {
  const [before, now] = [reviewed.seen, latest.seen];
  if (before.state !== now.state)
    return now.state === "missing" ? "The job is gone from Redis." : `The job is ${now.state} now.`;
  if (before.lockId !== now.lockId) {
    if (now.lockId === null) return "Its lock is gone.";
    return `The lock moved${holder === null ? "" : ` to ${holder}`} while you were reading.`;
  }
  if (before.attemptsStarted !== now.attemptsStarted || before.processedAtMs !== now.processedAtMs)
    return "The job was started anew while you were reading.";
  if (reviewed.allowed !== latest.allowed)
    return latest.allowed ? "It is possible now." : "It is not possible any more.";
  return fatesOf(reviewed) === fatesOf(latest) ? null : "What becomes of its parents changed while you were reading.";
}

function fatesOf({ effects }: Outcome): string {
  return JSON.stringify(effects.map(({ job, from, to }) => [job.queue, job.id, from, to]));
}
