import type { WarningCode } from "./action";
import { jobLabel } from "./job-label";
import type { JobReading } from "./job-reading";
import { isFinished } from "./job-state";

type RetriedParent = { readonly sentence: string; readonly warnings: readonly WarningCode[] };

/**
 * What a parent notices when its failed child is retried (BullMQ `src/commands/includes/moveChildBackToParentDependencies.lua`):
 * the child counts as pending again, but no parent goes back to waiting for children and `defa` stays.
 */
export function retriedParent(
  target: JobReading,
  parent: JobReading | null,
  pendingAtParent: boolean | null,
): RetriedParent {
  if (parent === null) return told(target.parentKey === null ? "It has no parent." : "Its parent is gone.");
  const name = jobLabel({ ...parent.ref, name: parent.name });
  if (parent.state === "missing") return told("Its parent is gone.");
  if (isFinished(parent.state)) {
    return told(`${name} already finished. Running this again will not change it.`, "parent-already-left");
  }
  if (parent.deferredFailure !== null) {
    return told(`${name} is already set to fail. Retrying the child does not stop that.`, "parent-will-fail-anyway");
  }
  if (isEdgeGone(target, pendingAtParent)) {
    return told(`${name} does not wait for it any more, and will not see its result.`, "parent-already-left");
  }
  if (parent.state === "active") {
    return told(
      `${name} is running. It will wait for this child again, so its current run cannot complete.`,
      "parent-already-left",
    );
  }
  if (parent.state === "waiting-children") return told(`${name} waits for it again.`);
  return told(
    `${name} has stopped waiting already; with this child pending it fails if it returns normally.`,
    "parent-already-left",
  );
}

/** A failure that was to be dropped left no trace to put the child back by; without a policy the child never left. */
function isEdgeGone({ parent }: JobReading, pendingAtParent: boolean | null): boolean {
  if (parent?.policy === "remove") return pendingAtParent !== true;
  return parent?.policy === "none" && pendingAtParent === false;
}

function told(sentence: string, ...warnings: readonly WarningCode[]): RetriedParent {
  return { sentence, warnings };
}
