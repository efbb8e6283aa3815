import type { FlowView } from "./flow-view";
import { limits } from "./limits";

/**
 * How many jobs a flow has that is too large to be followed whole: of it the counts, the blocking path and the problems
 * are read again and again, the rest only where somebody opens it. `null`: all of it is followed.
 */
export function jobsBeyondLive({ exact, total }: Pick<FlowView, "exact" | "total">): number | null {
  return !exact && total > limits.flowJobsMax ? total : null;
}
