import type { JobReading } from "./job-reading";
import type { LockState } from "./lock-state";
import type { UsualTime } from "./lock-watch";
import type { ProvenRenewals } from "./prove-renewals";

/** The suspicion score of a held lock, 0 to 100 in four parts. It ranks and explains; it never decides a verdict. */
export function scoreLock({
  heldMs,
  silenceMs,
  lastSignAtMs,
  usual,
  renewals,
  job,
}: {
  readonly heldMs: number;
  readonly silenceMs: number;
  readonly lastSignAtMs: number | null;
  readonly usual: UsualTime | null;
  readonly renewals: ProvenRenewals;
  readonly job: JobReading;
}): Pick<LockState, "score" | "scoreParts"> {
  const longMs = Math.max(usual?.p95Ms ?? 0, 60_000);
  const silence = 20 * clamp(silenceMs / 600_000);
  const scoreParts = {
    age: round(50 * clamp(Math.log10(Math.max(heldMs, 1) / longMs) / 2)),
    // A job that never reports says less by its silence.
    silence: round(lastSignAtMs === null ? Math.min(10, silence) : silence),
    renewals: round(20 * clamp(renewals.atLeast / 20)),
    history: job.stalls > 0 || job.attempts.started > job.attempts.made + 1 ? 10 : 0,
  };
  const score = scoreParts.age + scoreParts.silence + scoreParts.renewals + scoreParts.history;
  return { score: Math.round(score), scoreParts };
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function round(part: number): number {
  return Math.round(part * 10) / 10;
}
