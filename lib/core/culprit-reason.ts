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
  if (cause === "child-failed-no-policy" && parent !== undefined) {
    const { tries } = failedTries(culprit);
    const opening = tries === null ? "" : `Failed after ${tries} attempts. `;
    return `${opening}Nothing tells ${jobLabel(parent)} to move on.`;
  }
  return `${headline}${consequence[cause] ?? ""}`;
}

const consequence: { readonly [C in CauseId]?: string } = {
  "no-workers": " Check that a worker runs and points at this Redis.",
  "queue-paused": " Its jobs wait until it is resumed.",
};

/** `held 3 h 12 m`, `lock lost`, `failed`: how a culprit is now; `null` where its reason says it all. */
export function culpritStatus(culprit: Culprit): string | null {
  const { state, lock, severity, cause } = culprit;
  if (lock !== null && severity !== "recovering") return `held ${formatDuration(lock.heldMs)}`;
  if (state === "active") return "lock lost";
  if (cause === "child-key-missing") return "gone";
  if (state !== "failed") return null;
  const { ago } = failedTries(culprit);
  return ago === null ? "failed" : `failed ${ago} ago`;
}

/** `4 m 53 s` and `3 of 3`, as the fact about a failure tells them. */
export function failedTries({ facts }: Culprit): { readonly ago: string | null; readonly tries: string | null } {
  for (const { text } of facts) {
    const found = /^Failed(?: (?<ago>\d[^:]*?) ago)? after (?<tries>\d+ of \d+) attempts?\b/.exec(text)?.groups;
    if (found !== undefined) return { ago: found["ago"] ?? null, tries: found["tries"] ?? null };
  }
  return { ago: null, tries: null };
}

function usual({ usualMs }: LockState): string {
  if (usualMs === null) return "Usual time unknown.";
  return `Usual: ${formatRoundDuration(usualMs.p50)} (95% finish within ${formatRoundDuration(usualMs.p95)}).`;
}

function silence({ lastSignAtMs }: LockState, readAtMs: number): string {
  if (lastSignAtMs === null) return "No progress since it started.";
  const clock = new Date(lastSignAtMs).toISOString().slice(11, 16);
  // A clock alone would be ambiguous once a day has gone by.
  if (readAtMs - lastSignAtMs < 12 * 3_600_000) return `No progress since ${clock} UTC.`;
  return `No progress for ${formatDuration(readAtMs - lastSignAtMs)}.`;
}
