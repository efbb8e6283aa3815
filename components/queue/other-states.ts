import { queueStates } from "@/lib/core/job-state";
import type { QueueState } from "@/lib/core/job-state";

/** The states besides the one on screen in which a queue has jobs: where an empty list leads on to. */
export function otherStates(
  counts: Readonly<Record<QueueState, number>> | undefined,
  shown: QueueState,
): readonly { readonly id: QueueState; readonly count: number }[] {
  if (counts === undefined) return [];
  return queueStates.filter((id) => id !== shown && counts[id] > 0).map((id) => ({ id, count: counts[id] }));
}
