import type { StateCounts } from "@/lib/core/flow-view";
import type { Counts } from "@/lib/core/job-reading";

/** A parent's four counts as the child bar draws them. */
export function toStateCounts({ processed, unprocessed, ignored, failed }: Counts): StateCounts {
  return { completed: processed, "waiting-children": unprocessed, failed: ignored + failed };
}
