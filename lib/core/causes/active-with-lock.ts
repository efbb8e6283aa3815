import { formatDuration, formatRoundDuration } from "../format-duration";
import { countOf, queueLabel } from "../job-label";
import type { LockState } from "../lock-state";
import { hashEvidence, lockEvidence, workersEvidence } from "./evidence";
import { childLabel, fact, guess, unknown } from "./blocking-child";
import type { BlockingChild, CauseTest, Finding } from "./blocking-child";

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
      heldFact(input, lock),
      fact(
        `${holderOf(lock)} renewed the lock: the process is alive. ${formatDuration(child.lock.ttlMs)} are left until the next renewal is due.`,
        ...lockEvidence(child),
      ),
      silenceFact(input, lock),
      ...closingWorker(input),
      guess("The processor awaits a promise that never settles, or a sandboxed process that spins."),
    ],
    actions: ["retry", "fail", "detach", "release-lock"],
  };
};

/** The job shows that it moves. */
export const activeProgressing: CauseTest = (input) => {
  const { child, lock, nowMs } = input;
  if (lock === null || child.lock === null || lock.lastSignAtMs === null) return null;
  if (lock.verdict !== "normal" && lock.verdict !== "slow") return null;
  const sinceMs = Math.max(0, nowMs - lock.lastSignAtMs);
  return running("active-progressing", `${childLabel(input)} is working: last sign ${formatDuration(sinceMs)} ago.`, [
    heldFact(input, lock),
    fact(
      `Its last sign of progress was ${formatDuration(sinceMs)} ago.`,
      hashEvidence(child, "progress", child.progress),
    ),
  ]);
};

/** No renewal is proven yet: too early to say anything. */
export const activeWithinLock: CauseTest = (input) => {
  const { child, lock } = input;
  if (lock === null || child.lock === null) return null;
  if (lock.renewals.atLeast > 0 || lock.renewals.observed > 0) return null;
  return running(
    "active-within-lock",
    `${childLabel(input)} started ${formatDuration(lock.heldMs)} ago; its lock has not needed a renewal yet.`,
    [
      heldFact(input, lock),
      fact(`The lock runs for another ${formatDuration(child.lock.ttlMs)}.`, ...lockEvidence(child)),
    ],
  );
};

/** Running with a renewed lock: normal, slow or suspect. */
export const activeAsUsual: CauseTest = (input) => {
  const { child, lock } = input;
  if (lock === null || child.lock === null) return null;
  const usual =
    lock.usualMs === null
      ? "its usual time is unknown"
      : `usual ${formatRoundDuration(lock.usualMs.p50)}, 95 % within ${formatRoundDuration(lock.usualMs.p95)}`;
  return running(
    "active-as-usual",
    `${childLabel(input)} has been running for ${formatDuration(lock.heldMs)}; ${usual}.`,
    [
      heldFact(input, lock),
      fact(`${holderOf(lock)} renews its lock.`, ...lockEvidence(child)),
      ...(lock.verdict === "suspect" ? [silenceFact(input, lock)] : []),
    ],
  );
};

function running(cause: Finding["cause"], headline: string, facts: Finding["facts"]): Finding {
  return { cause, blocked: false, headline, facts, actions: ["retry", "fail", "detach", "release-lock"] };
}

function heldFact({ child }: BlockingChild, lock: LockState) {
  const usual =
    lock.usualMs === null
      ? `Usual time unknown: no finished ${child.name ?? "jobs of this name"} kept.`
      : `Usual: ${formatRoundDuration(lock.usualMs.p50)} (95 % finish within ${formatRoundDuration(lock.usualMs.p95)}).`;
  return fact(
    `Held for ${formatDuration(lock.heldMs)}. ${usual}`,
    hashEvidence(child, "processedOn", child.processedAtMs),
  );
}

function silenceFact({ child, nowMs }: BlockingChild, lock: LockState) {
  const evidence = [hashEvidence(child, "progress", child.progress)];
  if (lock.lastSignAtMs === null)
    return fact(`No progress, no log line and no change of its data in ${formatDuration(lock.heldMs)}.`, ...evidence);
  return fact(
    `No progress, no log line and no change of its data for ${formatDuration(nowMs - lock.lastSignAtMs)}.`,
    ...evidence,
  );
}

function closingWorker({ queue, child }: BlockingChild) {
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

function holderOf(lock: LockState): string {
  return lock.holder ?? `Unnamed worker ${lock.workerId}`;
}
