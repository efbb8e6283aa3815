import type { Fact } from "../diagnosis";
import { formatDuration } from "../format-duration";
import { jobLabel } from "../job-label";
import { jobKey } from "../job-ref";
import type { LockState } from "../lock-state";
import type { QueueReading } from "../queue-reading";
import type { Verdict } from "../verdict";
import { fact } from "./blocking-child";

/** The held job that most deserves a look: probably stuck before lost before suspect, then the one held longest. */
export function worstHolder(held: readonly LockState[]): LockState | null {
  const [worst] = held.toSorted((a, b) => rank(a.verdict) - rank(b.verdict) || b.heldMs - a.heldMs);
  return worst ?? null;
}

const worstFirst: readonly Verdict[] = ["probably-stuck", "lock-lost", "suspect", "slow", "normal"];

function rank(verdict: Verdict): number {
  return worstFirst.indexOf(verdict);
}

export function holderFact(queue: QueueReading, { job, heldMs, holder, ttlMs, verdict }: LockState): Fact {
  const by = holder === null ? "" : ` by ${holder}`;
  const text =
    verdict === "lock-lost"
      ? `${jobLabel(job)} is active without a lock.`
      : `${jobLabel(job)} has been held${by} for ${formatDuration(heldMs)}.`;
  return fact(text, {
    command: "PTTL",
    key: `${jobKey(job)}:lock`,
    value: verdict === "lock-lost" ? "-2" : String(ttlMs),
    readAtMs: queue.readAtMs,
  });
}
