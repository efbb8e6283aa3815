import type { CauseId } from "./cause";
import type { Culprit } from "./diagnosis";
import { formatDuration, formatRoundDuration } from "./format-duration";
import { countOf, jobLabel } from "./job-label";
import type { LockState } from "./lock-state";

/** Why a culprit stands in triage, in one or two short sentences. */
export function culpritReason(culprit: Culprit, readAtMs: number): string {
  const { cause, severity, lock, chain, headline } = culprit;
  if (cause === "hung-lock-renewed" && lock !== null) {
    const times = Math.max(1, lock.renewals.atLeast, lock.renewals.observed);
    return `Lock renewed at least ${countOf(times, "time")}. ${silence(lock, readAtMs)}`;
  }
  if (severity === "suspect" && lock !== null) return `${usual(lock)} ${silence(lock, readAtMs)}`;
  const parent = chain.at(-2);
  if (cause === "child-failed-no-policy" && parent !== undefined)
    return `Nothing tells ${jobLabel(parent)} to move on. It waits for ever.`;
  return `${headline}${consequence[cause] ?? ""}`;
}

const consequence: { readonly [C in CauseId]?: string } = {
  "no-workers": " Check that a worker runs and points at this Redis.",
  "queue-paused": " Its jobs wait until it is resumed.",
};

/** `held 3 h 12 m`, `lock lost`, `failed`: how a culprit is now; `null` where its reason says it all. */
export function culpritStatus({ state, lock, severity, cause }: Culprit): string | null {
  if (lock !== null && severity !== "recovering") return `held ${formatDuration(lock.heldMs)}`;
  if (state === "active") return "lock lost";
  if (cause === "child-key-missing") return "gone";
  return state === "failed" ? "failed" : null;
}

function usual({ usualMs }: LockState): string {
  if (usualMs === null) return "Usual time unknown.";
  return `Usual: ${formatRoundDuration(usualMs.p50)} (95 % finish within ${formatRoundDuration(usualMs.p95)}).`;
}

function silence({ lastSignAtMs }: LockState, readAtMs: number): string {
  if (lastSignAtMs === null) return "No progress since it started.";
  return `No progress for ${formatDuration(readAtMs - lastSignAtMs)}.`;
}
