import "server-only";

import { countSections } from "@/lib/core/build-triage";
import type { Culprit } from "@/lib/core/diagnosis";
import { explainCulprits } from "@/lib/core/doctor/explain-culprits";
import { limits } from "@/lib/core/limits";

import type { Connection } from "./connection";
import { lookForCulprits } from "./triage/look-for-culprits";

const dayMs = 24 * 60 * 60_000;

/**
 * What blocks flows now, worst first; `total` counts also the culprits that are too many to send. `truncated` also
 * where a parent has more waiting children than were looked at: those at work or failed are found all the same.
 */
export async function getTriage(connection: Connection) {
  const { gathering, result } = await lookForCulprits(connection);
  const cleared = await connection.incidents.countClosed(gathering.readAtMs - dayMs);
  const { culprits, blockedFlows, total, rows } = result;
  return {
    readAtMs: gathering.readAtMs,
    checked: { parents: gathering.parents, locks: connection.watch.lastSweep().locks.length },
    blockedFlows,
    culprits: explainCulprits(culprits.map(withSomeRoots), connection.doctor.lastReading()),
    total,
    sections: countSections(rows),
    truncated: gathering.truncated || result.truncated || gathering.forest.cut.size > 0,
    cleared,
  };
}

/** One queue without a worker may hold up tens of thousands. */
function withSomeRoots(culprit: Culprit): Culprit {
  return { ...culprit, roots: culprit.roots.slice(0, limits.rootsPerCulpritMax) };
}
