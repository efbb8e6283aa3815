import type { CauseId } from "@/lib/core/cause";
import type { Diagnosis } from "@/lib/core/diagnosis";
import { jobKey } from "@/lib/core/job-ref";

/** A job that waits for the slot that another job of the flow holds. */
export type SlotEdge = { readonly waitingId: string; readonly holderId: string };

const slotCauses: ReadonlySet<string> = new Set<CauseId>(["global-concurrency-maxed", "worker-slots-saturated"]);

/** With these causes a chain's last hop is no child of the one before: it holds the slot that the other waits for. */
export function slotEdgesOf({ culprits }: Pick<Diagnosis, "culprits">): readonly SlotEdge[] {
  return culprits.flatMap(({ cause, chain }) => {
    const [waiting, holder] = chain.slice(-2);
    if (!slotCauses.has(cause) || waiting === undefined || holder === undefined) return [];
    return [{ waitingId: jobKey(waiting), holderId: jobKey(holder) }];
  });
}
