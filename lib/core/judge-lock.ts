import type { JobReading } from "./job-reading";
import type { LockState } from "./lock-state";
import type { HeldLimits, LockHistory, UsualTime } from "./lock-watch";
import { proveRenewals } from "./prove-renewals";
import { scoreLock } from "./score-lock";
import type { Verdict } from "./verdict";

type LockFacts = {
  readonly job: JobReading;
  readonly history: LockHistory | null;
  readonly usual: UsualTime | null;
  readonly limits: HeldLimits;
  /** Redis' clock. */
  readonly nowMs: number;
  readonly blocks: { readonly jobs: number; readonly flows: number };
};

/** Judges an active job's lock by proof and silence, never by its TTL alone. `null`: the job is not active. */
export function judgeLock(facts: LockFacts): LockState | null {
  const { job, history, usual, nowMs } = facts;
  if (job.state !== "active") return null;
  const startAtMs = startOf(facts);
  const heldMs = Math.max(0, nowMs - startAtMs);
  const lastSignAtMs = history?.lastSign?.atMs ?? null;
  const quietSinceAtMs = Math.max(startAtMs, lastSignAtMs ?? 0, history?.silentSinceAtLeastAtMs ?? 0);
  const silenceMs = Math.max(0, nowMs - quietSinceAtMs);
  const ttlMs = job.lock?.ttlMs ?? 0;
  const durationMs = history?.lockDurationObservedMs ?? null;
  const renewals = proveRenewals({ heldMs, ttlMs, durationMs, observed: history?.renewalsObserved ?? 0 });
  const { score, scoreParts } = scoreLock({ heldMs, silenceMs, lastSignAtMs, usual, renewals, job });
  return {
    job: { ...job.ref, name: job.name },
    lockId: job.lock?.lockId ?? history?.lockId ?? "",
    workerId: job.lock?.workerId ?? "",
    holder: job.processedBy,
    ttlMs,
    lockDurationMs: { value: durationMs ?? (job.lock === null ? null : job.lock.ttlMs), observed: durationMs !== null },
    heldMs,
    clockOffMs: clockOff(job, history),
    silentMs: silenceMs,
    renewals: {
      atLeast: renewals.atLeast,
      observed: history?.renewalsObserved ?? 0,
      watchedSinceAtMs: history?.watchedSinceAtMs ?? null,
    },
    lastSignAtMs,
    usualMs: usual === null ? null : { p50: usual.p50Ms, p95: usual.p95Ms, sample: usual.sample },
    verdict: verdictOf(facts, { heldMs, silenceMs, proven: renewals.proven }),
    score,
    scoreParts,
    blocks: facts.blocks,
  };
}

/** The limits in force: those set by an operator, else the floors, raised where this name usually takes longer. */
export function effectiveLimits({
  floors,
  usual,
  set,
}: {
  readonly floors: { readonly slowMs: number; readonly stuckMs: number };
  readonly usual: UsualTime | null;
  readonly set: { readonly slowMs?: number | undefined; readonly stuckMs?: number | undefined } | null;
}): HeldLimits {
  return {
    slowMs: set?.slowMs ?? Math.max(floors.slowMs, usual?.p95Ms ?? 0),
    stuckMs: set?.stuckMs ?? Math.max(floors.stuckMs, 3 * (usual?.p99Ms ?? 0)),
    set: set?.slowMs !== undefined || set?.stuckMs !== undefined,
  };
}

/** A worker's clock ahead of Redis' gives a start in the future: then what we saw ourselves counts. */
function startOf({ job, history, nowMs }: LockFacts): number {
  const claimed = history?.activeEventAtMs ?? job.processedAtMs;
  if (claimed !== null && claimed <= nowMs) return claimed;
  return history?.watchedSinceAtMs ?? nowMs;
}

function clockOff({ processedAtMs }: JobReading, history: LockHistory | null): number | null {
  const activeEventAtMs = history?.activeEventAtMs ?? null;
  return processedAtMs === null || activeEventAtMs === null ? null : processedAtMs - activeEventAtMs;
}

function verdictOf(
  { job, history, limits }: LockFacts,
  { heldMs, silenceMs, proven }: { readonly heldMs: number; readonly silenceMs: number; readonly proven: boolean },
): Verdict {
  if (job.lock === null) return "lock-lost";
  if (silenceMs < limits.slowMs) return heldMs >= limits.slowMs ? "slow" : "normal";
  if (silenceMs < limits.stuckMs || !proven) return "suspect";
  // Silence proves nothing before progress, log and data were looked at twice.
  return (history?.signSamples ?? 0) >= 2 ? "probably-stuck" : "suspect";
}
