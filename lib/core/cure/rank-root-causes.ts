import { isCurable, lostLockCauses } from "./is-curable";
import { ifClosing, promiseNeverSettles, sandboxSpins } from "./renewed-causes";
import { eventLoopBlocked, workerDied } from "./lost-causes";
import type { CureReading, RootCause } from "./root-cause";
import { versionCause } from "./version-cause";

/** What may lie behind a culprit, in the order of what the evidence supports; guesses before what we can't tell. Empty where no code is at fault. */
export function rankRootCauses(reading: CureReading): readonly RootCause[] {
  return rankAll(reading).toSorted((a, b) => Number(a.kind === "unknown") - Number(b.kind === "unknown"));
}

function rankAll(reading: CureReading): readonly RootCause[] {
  const { cause } = reading.culprit;
  if (!isCurable(reading.culprit)) return [];
  if (lostLockCauses.has(cause)) {
    const both = [eventLoopBlocked(reading), workerDied(reading)];
    // A blocked worker stays connected, so that without one the other is likelier.
    return reading.queue?.workers === 0 ? both.toReversed() : both;
  }
  if (cause === "parent-active-no-lock")
    return [...versionCause(reading, "parent-loses-lock"), eventLoopBlocked(reading), workerDied(reading)];
  return [
    ...ifClosing(reading),
    ...versionCause(reading, "renews-after-end"),
    promiseNeverSettles(reading),
    sandboxSpins,
  ];
}
